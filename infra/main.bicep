targetScope = 'subscription'

@description('Names the environment; every resource name is made from it.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region. It must offer Flex Consumption and availability zones.')
param location string

@description('Receives the alerts; empty for none.')
param alertEmail string = ''

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('The most instances per function group.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('The most request units per second that the container scales to; it never falls under a tenth.')
@minValue(1000)
param cosmosMaxThroughput int = 4000

@description('Where people reach the app, for links in mails; empty for its own host name.')
param publicUrl string = ''

@description('The mail server, reached by STARTTLS on port 587; empty for none, then mails wait and are given up after three days.')
param smtpHost string = ''

@description('Who logs in to the mail server; empty for nobody.')
param smtpUser string = ''

@description('The password that goes with it.')
@secure()
param smtpPassword string = ''

@description('The address that mail comes from.')
param mailFrom string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var packageContainer = 'app-package'
var keyRingContainer = 'key-ring'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-salesperf-${token}', location: location, tags: tags }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { name: 'salesperf-${token}', location: location, tags: tags }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: { name: 'st${token}', location: location, tags: tags, containers: [packageContainer, keyRingContainer] }
}

module keyVault 'app/keyvault.bicep' = {
  name: 'keyvault'
  scope: group
  params: { name: 'kv-${token}', location: location, tags: tags }
}

module cosmos 'app/cosmos.bicep' = {
  name: 'cosmos'
  scope: group
  params: { name: 'cosmos-${token}', location: location, tags: tags, maxThroughput: cosmosMaxThroughput }
}

module serviceBus 'app/servicebus.bicep' = {
  name: 'servicebus'
  scope: group
  params: { name: 'sb-${token}', location: location, tags: tags }
}

module rbac 'rbac.bicep' = {
  name: 'rbac'
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    keyVaultName: keyVault.outputs.name
    cosmosName: cosmos.outputs.name
    serviceBusName: serviceBus.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

// After the roles: an app that starts without them fails until its next restart.
module functions 'app/functions.bicep' = {
  name: 'functions'
  scope: group
  params: {
    name: 'func-salesperf-${token}'
    location: location
    tags: union(tags, { 'azd-service-name': 'functions' })
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainer: packageContainer
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    serviceBusNamespace: serviceBus.outputs.fullyQualifiedNamespace
    cosmosEndpoint: cosmos.outputs.endpoint
    keyRingBlobUri: '${storage.outputs.blobEndpoint}${keyRingContainer}/keys.xml'
    keyRingKeyUri: keyVault.outputs.keyUri
    publicUrl: publicUrl
    smtpHost: smtpHost
    smtpUser: smtpUser
    smtpPassword: smtpPassword
    mailFrom: mailFrom
  }
  dependsOn: [rbac]
}

module alerts 'app/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    tags: tags
    email: alertEmail
    serviceBusName: serviceBus.outputs.name
    cosmosName: cosmos.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

output AZURE_LOCATION string = location
output AZURE_FUNCTION_NAME string = functions.outputs.name
output SALESPERF_URL string = functions.outputs.url
