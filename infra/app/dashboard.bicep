param location string
param tags object
param workspaceId string

resource dashboard 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'dashboard')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'SalesPerf'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: replace(string(loadJsonContent('dashboard.json')), '{workspaceId}', workspaceId)
  }
}
