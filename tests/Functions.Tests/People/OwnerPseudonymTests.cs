using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Functions.People;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.People;

public sealed class OwnerPseudonymTests
{
    private readonly MemoryDocuments store = new();
    private readonly EphemeralDataProtectionProvider protection = new();

    [Fact]
    public async Task Given_a_mail_address_when_asked_again_by_another_process_then_the_hash_is_the_same()
    {
        var first = await new OwnerPseudonym(store, protection).OfAsync("Ann@Example.com", default);
        var second = await new OwnerPseudonym(store, protection).OfAsync(" ann@example.COM ", default);

        Assert.Matches("^m\\.[0-9a-f]{32}$", first);
        Assert.Equal(first, second);
        Assert.NotEqual(first, await new OwnerPseudonym(store, protection).OfAsync("ben@example.com", default));
        Assert.NotEqual(first, await new OwnerPseudonym(new MemoryDocuments(), protection).OfAsync("ann@example.com", default));
    }

    [Fact]
    public async Task Given_another_kind_of_owner_when_asked_then_it_stays_and_no_key_is_made()
    {
        Assert.Equal("4521", await new OwnerPseudonym(store, protection).OfAsync("4521", default));
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Given_two_who_create_the_key_at_once_when_both_ask_then_one_key_wins()
    {
        var raced = false;
        store.BeforeCommit = async _ =>
        {
            if (!raced)
            {
                raced = true;
                await new OwnerPseudonym(store, protection).OfAsync("ann@example.com", default);
            }
        };

        var loser = await new OwnerPseudonym(store, protection).OfAsync("ann@example.com", default);
        Assert.Equal(loser, await new OwnerPseudonym(store, protection).OfAsync("ann@example.com", default));
        Assert.Single(store.All);
    }

    [Fact]
    public async Task Given_a_key_when_the_store_is_read_then_it_is_not_in_clear()
    {
        await new OwnerPseudonym(store, protection).OfAsync("ann@example.com", default);
        var other = new OwnerPseudonym(store, new EphemeralDataProtectionProvider());

        await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(async () => await other.OfAsync("ann@example.com", default));
    }
}
