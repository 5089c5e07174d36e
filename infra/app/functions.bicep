param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param packageContainer string
param instanceMemoryMB int
param maximumInstanceCount int
param insightsConnectionString string
param serviceBusNamespace string
param cosmosEndpoint string
param keyRingBlobUri string
param keyRingKeyUri string
param keyVaultUri string
param hasAdminKey bool
param oidcIssuer string
param oidcAudience string
param publicUrl string
param smtpHost string
param smtpUser string
param hasSmtpPassword bool
param mailFrom string

var mail = empty(smtpHost) ? {} : {
  Email__Smtp__Host: smtpHost
  Email__Smtp__From: mailFrom
}
var login = empty(smtpHost) || !hasSmtpPassword ? {} : {
  Email__Smtp__User: smtpUser
  Email__Smtp__Password: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/smtp-password)'
}
var admin = !hasAdminKey ? {} : {
  SALESPERF_ADMIN_KEY: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/admin-key)'
}
var oidc = empty(oidcIssuer) ? {} : {
  Access__Oidc__Issuer: oidcIssuer
  Access__Oidc__Audiences__0: oidcAudience
}

var settings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // The app has a page of its own at /.
  AzureWebJobsDisableHomepage: 'true'
  ServiceBus__fullyQualifiedNamespace: serviceBusNamespace
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId
  Cosmos__accountEndpoint: cosmosEndpoint
  DataProtection__blobUri: keyRingBlobUri
  DataProtection__keyUri: keyRingKeyUri
  PublicUrl: empty(publicUrl) ? 'https://${name}.azurewebsites.net' : publicUrl
  // Workers of .NET 10 that start from a placeholder have been seen to crash under load.
  WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: '0'
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: [for setting in items(union(settings, mail, login, admin, oidc)): { name: setting.key, value: setting.value }]
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // Senders of webhooks wait 3 to 5 seconds; a cold start can take 30.
        alwaysReady: [{ name: 'http', instanceCount: 1 }]
      }
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
