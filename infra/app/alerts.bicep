param tags object
param email string
param serviceBusName string
param cosmosName string
param insightsName string
param workspaceId string
param url string

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' existing = {
  name: cosmosName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// What each alert means and what to do: docs/runbook.md, under its name.
// Figures of the services themselves.
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

// Figures of the app (functions/Health/Telemetry.cs). Service Bus does not tell how long a message waits; the app looks every five minutes.
var queries = [
  {
    name: 'oldest-message'
    description: 'The oldest message of a queue has waited for more than a quarter of an hour.'
    query: 'AppMetrics | where Name == "salesperf.queue.oldest" | summarize Value = max(Max) by Which = tostring(Properties.queue)'
    dimensions: [{ name: 'Which', operator: 'Include', values: ['*'] }]
    operator: 'GreaterThan'
    threshold: 900
    window: 'PT15M'
  }
  {
    name: 'no-measurements'
    description: 'Nobody has looked how long messages wait for half an hour: timers do not run, or nothing is told to Azure Monitor.'
    query: 'AppMetrics | where Name == "salesperf.queue.oldest" | summarize Value = count()'
    dimensions: []
    operator: 'LessThan'
    threshold: 1
    window: 'PT30M'
  }
  {
    name: 'broker-away'
    description: 'More than ten sendings within a quarter of an hour found Service Bus busy or away.'
    query: 'AppMetrics | where Name == "salesperf.sendings.failed" | summarize Value = sum(Sum)'
    dimensions: []
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT15M'
  }
  {
    name: 'failed-runs'
    description: 'A function gave back more than ten messages within a quarter of an hour.'
    query: 'AppMetrics | where Name == "salesperf.messages.failed" | summarize Value = sum(Sum) by Which = tostring(Properties.function)'
    dimensions: [{ name: 'Which', operator: 'Include', values: ['*'] }]
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT15M'
  }
  {
    name: 'failed-timers'
    description: 'A timer function failed more than once within an hour.'
    query: 'AppMetrics | where Name == "salesperf.timers.failed" | summarize Value = sum(Sum) by Which = tostring(Properties.function)'
    dimensions: [{ name: 'Which', operator: 'Include', values: ['*'] }]
    operator: 'GreaterThan'
    threshold: 1
    window: 'PT1H'
  }
  {
    name: 'dead-documents'
    description: 'Activities could not be read or contradict what is stored; look at /api/v1/dead-letters.'
    query: 'AppMetrics | where Name == "salesperf.activities.dead" | summarize Value = sum(Sum)'
    dimensions: []
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'server-errors'
    description: 'More than five requests within a quarter of an hour were answered with a status of 500 or more.'
    query: 'AppRequests | where toint(ResultCode) >= 500 and Url !has "/api/v1/health" | summarize Value = sum(ItemCount)'
    dimensions: []
    operator: 'GreaterThan'
    threshold: 5
    window: 'PT15M'
  }
]

// In West Europe, East US and Southeast Asia.
var probes = ['emea-nl-ams-azr', 'us-va-ash-azr', 'apac-sg-sin-azr']

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

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for item in queries: {
  name: 'alert-${item.name}'
  location: resourceGroup().location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: item.name
    description: item.description
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: item.window
    // The tables are there before anything is in them.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: item.query
          metricMeasureColumn: 'Value'
          timeAggregation: 'Maximum'
          dimensions: item.dimensions
          operator: item.operator
          threshold: item.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: empty(email) ? [] : [receivers.id] }
  }
}]

// Asks from outside whether the app answers; it says 503 when its store does not.
resource health 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${insightsName}'
  location: resourceGroup().location
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'health'
    SyntheticMonitorId: 'health-${insightsName}'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [for probe in probes: { Id: probe }]
    Request: { RequestUrl: '${url}/api/v1/health', HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource healthAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-health'
  location: 'global'
  tags: tags
  properties: {
    description: 'The health of the app could not be had from two of three places.'
    severity: 1
    enabled: true
    scopes: [health.id, insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insights.id
      failedLocationCount: 2
    }
    actions: empty(email) ? [] : [{ actionGroupId: receivers.id }]
  }
}
