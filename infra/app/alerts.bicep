param tags object
param email string
param serviceBusName string
param cosmosName string
param insightsName string

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' existing = {
  name: cosmosName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// Service Bus has no metric for the age of a message: a queue that stays long is what it shows.
var alerts = [
  {
    name: 'dead-letters'
    description: 'Messages were given up after 20 deliveries. A timer sends them back; look at /api/v1/dead-letters/{queue}.'
    target: serviceBus.id
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'DeadletteredMessages'
    aggregation: 'Maximum'
    threshold: 0
    window: 'PT15M'
    dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
  }
  {
    name: 'backlog'
    description: 'A queue has held more than 10,000 messages for a quarter of an hour.'
    target: serviceBus.id
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ActiveMessages'
    aggregation: 'Minimum'
    threshold: 10000
    window: 'PT15M'
    dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
  }
  {
    name: 'failed-runs'
    description: 'More than ten function runs failed within a quarter of an hour.'
    target: insights.id
    namespace: 'Microsoft.Insights/components'
    metric: 'requests/failed'
    aggregation: 'Count'
    threshold: 10
    window: 'PT15M'
    dimensions: []
  }
  {
    name: 'throttled'
    description: 'Cosmos DB refused more than 100 requests within five minutes for lack of request units.'
    target: cosmos.id
    namespace: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'TotalRequests'
    aggregation: 'Count'
    threshold: 100
    window: 'PT5M'
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
  }
]

resource receivers 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-salesperf'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'salesperf'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = [for item in alerts: {
  name: 'alert-${item.name}'
  location: 'global'
  tags: tags
  properties: {
    description: item.description
    severity: 2
    enabled: true
    scopes: [item.target]
    evaluationFrequency: 'PT5M'
    windowSize: item.window
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: item.name
          metricNamespace: item.namespace
          metricName: item.metric
          timeAggregation: item.aggregation
          operator: 'GreaterThan'
          threshold: item.threshold
          dimensions: item.dimensions
        }
      ]
    }
    actions: empty(email) ? [] : [{ actionGroupId: receivers.id }]
  }
}]
