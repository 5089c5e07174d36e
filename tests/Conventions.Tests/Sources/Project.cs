using System.Xml.Linq;

namespace SalesPerf.Conventions.Tests.Sources;

/// <summary>What a project file refers to: <c>project:SalesPerf.Domain</c>, <c>package:NCrontab.Signed</c>, <c>framework:Microsoft.AspNetCore.App</c>.</summary>
internal static class Project
{
    public static IReadOnlyList<string> References(string xml) =>
    [
        .. from element in XDocument.Parse(xml).Descendants()
           let kind = element.Name.LocalName switch { "ProjectReference" => "project", "PackageReference" => "package", "FrameworkReference" => "framework", _ => null }
           let include = element.Attribute("Include")?.Value
           where kind is not null && include is not null
           select kind == "project" ? $"project:{Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))}" : $"{kind}:{include}",
    ];
}
