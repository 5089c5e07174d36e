param name string
param location string
param tags object
@allowed(['serverless', 'autoscale'])
param mode string
param maxThroughput int

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    // Whoever reads after a nudge is not in the session of who wrote: strong, in one region.
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    locations: [
      { locationName: location, failoverPriority: 0, isZoneRedundant: true }
    ]
    capabilities: mode == 'serverless' ? [{ name: 'EnableServerless' }] : []
    disableLocalAuth: true
    minimalTlsVersion: 'Tls12'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous7Days' }
    }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: 'salesperf'
  properties: {
    resource: { id: 'salesperf' }
  }
}

// The same as CosmosContainer.Properties in shared/Platform.
resource container 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'salesperf'
  properties: {
    options: mode == 'serverless' ? {} : { autoscaleSettings: { maxThroughput: maxThroughput } }
    resource: {
      id: 'salesperf'
      partitionKey: { paths: ['/pk'], kind: 'Hash', version: 2 }
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [{ path: '/pk/?' }, { path: '/sort/?' }]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

output name string = account.name
output endpoint string = account.properties.documentEndpoint
