using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SalesPerf.Conventions.Tests.Sources;

/// <summary>The members of other assemblies that an assembly uses, as <c>Namespace.Type.Member</c>, read from its metadata.</summary>
internal static class CalledMembers
{
    public static IReadOnlyList<string> Of(string assemblyFile)
    {
        using var file = new PEReader(File.OpenRead(assemblyFile));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}",
        ];
    }
}
