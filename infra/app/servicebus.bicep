param name string
param location string
param tags object

// The same as functions/Queues.cs; a test compares them.
var queues = [
  'ingest-activities'
  'apply-deal'
  'remap-identity'
  'remap-source'
  'evaluate-competencies'
  'forecast-commissions'
  'complete-forecast'
  'send-digest'
  'release-quarantine'
  'deliver-email'
  'deliver-webhook'
  'erase-person'
]
var topic = 'notifications'
var subscriptions = [
  'email'
  'webhooks'
  'wall'
]

// Locks of a batch are not renewed by the host: a batch is done, or given up, well within one.
var delivery = {
  lockDuration: 'PT2M'
  maxDeliveryCount: 20
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
  properties: { maxSizeInMegabytes: 5120 }
}

resource subscriber 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [for item in subscriptions: {
  parent: notifications
  name: item
  properties: delivery
}]

output name string = bus.name
output fullyQualifiedNamespace string = '${bus.name}.servicebus.windows.net'
