namespace SalesPerf.Connectors.Salesforce;

/// <summary>What Salesforce's queue understands. Anything but an Ack of true is sent again, for a day.</summary>
internal static class OutboundReplies
{
    private const string ContentType = "text/xml";

    /// <summary>Received: not to be sent again.</summary>
    public static readonly ProviderReply Ack = new(200, ContentType, """
        <?xml version="1.0" encoding="UTF-8"?>
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
         <soapenv:Body>
          <notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound">
           <Ack>true</Ack>
          </notificationsResponse>
         </soapenv:Body>
        </soapenv:Envelope>

        """.ReplaceLineEndings("\n"));

    /// <summary>Whoever sent it is not who the source expects.</summary>
    public static readonly ProviderReply Unknown = Fault(401, ConnectorResult.Unauthorized.PublicDetail);

    /// <summary>Not now: sent again, for a day.</summary>
    public static readonly ProviderReply Later = Fault(503, "Try again later.");

    /// <summary>Known, but nothing that could be read.</summary>
    public static readonly ProviderReply Unreadable = Fault(400, "The message cannot be read.");

    private static ProviderReply Fault(int status, string text) => new(status, ContentType, $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
         <soapenv:Body>
          <soapenv:Fault>
           <faultcode>soapenv:Client</faultcode>
           <faultstring>{text}</faultstring>
          </soapenv:Fault>
         </soapenv:Body>
        </soapenv:Envelope>

        """.ReplaceLineEndings("\n"));
}
