targetScope = 'subscription'

@description('Names the environment; every resource name is made from it.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region. It must offer Flex Consumption and availability zones.')
param location string

@description('Receives the alerts; empty for none.')
param alertEmail string = ''

@description('What the parameters below start from: small for some dozens of people, large for thousands.')
@allowed(['small', 'large'])
param size string = 'small'

@description('Memory of an instance in MB, of every function group alike.')
@allowed([512, 2048])
param instanceMemoryMB int = size == 'large' ? 2048 : 512

@description('The most instances per function group.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = size == 'large' ? 100 : 40

@description('serverless pays for each request; autoscale for the highest throughput of each hour. An account keeps what it was made with.')
@allowed(['serverless', 'autoscale'])
param cosmosMode string = 'serverless'

@description('The most request units per second that an autoscaled container scales to; it never falls under a tenth.')
@minValue(1000)
param cosmosMaxThroughput int = 10000

@description('The first admin key, 24 characters or more; empty for none, then only OIDC lets anybody in.')
@secure()
param adminKey string = ''

@description('The issuer whose bearer tokens are taken; empty for none.')
param oidcIssuer string = ''

@description('The audience that its tokens are for.')
param oidcAudience string = ''

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
  params: { name: 'kv-${token}', location: location, tags: tags, adminKey: adminKey, smtpPassword: smtpPassword }
}

module cosmos 'app/cosmos.bicep' = {
  name: 'cosmos'
  scope: group
  params: { name: 'cosmos-${token}', location: location, tags: tags, mode: cosmosMode, maxThroughput: cosmosMaxThroughput }
}

module serviceBus 'app/servicebus.bicep' = {
  name: 'servicebus'
  scope: group
  params: { name: 'sb-${token}', location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId }
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
    keyVaultUri: keyVault.outputs.vaultUri
    hasAdminKey: !empty(adminKey)
    oidcIssuer: oidcIssuer
    oidcAudience: oidcAudience
    publicUrl: publicUrl
    smtpHost: smtpHost
    smtpUser: smtpUser
    hasSmtpPassword: !empty(smtpPassword)
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
    workspaceId: monitoring.outputs.workspaceId
    url: functions.outputs.url
  }
}

module dashboard 'app/dashboard.bicep' = {
  name: 'dashboard'
  scope: group
  params: { location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = keyVault.outputs.name
output AZURE_COSMOS_NAME string = cosmos.outputs.name
output AZURE_SERVICE_BUS_NAME string = serviceBus.outputs.name
output AZURE_FUNCTION_NAME string = functions.outputs.name
output SALESPERF_URL string = functions.outputs.url
