param name string
param location string
param tags object
param workspaceId string

// The same as functions/Queues.cs; a test compares them.
var queues = [
  'ingest-activities'
  'apply-deal'
  'remap-identity'
  'remap-source'
  'evaluate-competencies'
  'forecast-commissions'
  'calculate-commissions'
  'complete-forecast'
  'send-digest'
  'release-quarantine'
  'deliver-email'
  'deliver-webhook'
  'erase-person'
  'close-period'
  'complete-close'
]
var topic = 'notifications'
var subscriptions = [
  'email'
  'webhooks'
  'wall'
]

// Nothing is to wait this long; what does is given up as a dead letter, and sent again like all of them.
var timeToLive = 'P14D'

// Locks of a batch are not renewed by the host: a batch is done, or given up, well within one. Five minutes are the most.
var delivery = {
  lockDuration: 'PT2M'
  maxDeliveryCount: 20
  defaultMessageTimeToLive: timeToLive
  deadLetteringOnMessageExpiration: true
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for item in queues: {
  parent: bus
  name: item
  properties: union(delivery, { maxSizeInMegabytes: 5120 })
}]

resource notifications 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: bus
  name: topic
  properties: { maxSizeInMegabytes: 5120, defaultMessageTimeToLive: timeToLive }
}

resource subscriber 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [for item in subscriptions: {
  parent: notifications
  name: item
  properties: delivery
}]

// Its figures beside the app's own, for the dashboard.
resource figures 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: bus
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = bus.name
output fullyQualifiedNamespace string = '${bus.name}.servicebus.windows.net'
