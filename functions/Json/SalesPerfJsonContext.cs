using System.Text.Json.Serialization;
using SalesPerf.Contracts.DeadLetters;
using SalesPerf.Contracts.Notifications;
using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Leaderboards;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Json;

/// <summary>Every type that is read or written as JSON, for the source generator.</summary>
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(DealRecord))]
[JsonSerializable(typeof(Contribution))]
[JsonSerializable(typeof(Credit))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(Functions.People.OwnerKey))]
[JsonSerializable(typeof(ResourceGroup))]
[JsonSerializable(typeof(Resource<Person>))]
[JsonSerializable(typeof(Resource<Team>))]
[JsonSerializable(typeof(Resource<Role>))]
[JsonSerializable(typeof(Resource<Metric>))]
[JsonSerializable(typeof(Resource<Plan>))]
[JsonSerializable(typeof(Resource<PlanAssignment>))]
[JsonSerializable(typeof(Resource<Objective>))]
[JsonSerializable(typeof(Resource<Source>))]
[JsonSerializable(typeof(Resource<OrganisationCalendar>))]
[JsonSerializable(typeof(Resource<ForecastSettings>))]
[JsonSerializable(typeof(Envelope<Activity>))]
[JsonSerializable(typeof(Activities.PassedActivity))]
[JsonSerializable(typeof(Envelope<RecordKey>))]
[JsonSerializable(typeof(Envelope<IdentityKey>))]
[JsonSerializable(typeof(Envelope<SourceKey>))]
[JsonSerializable(typeof(RemappedSource))]
[JsonSerializable(typeof(Envelope<EvaluationKey>))]
[JsonSerializable(typeof(Envelope<ForecastKey>))]
[JsonSerializable(typeof(Envelope<ForecastRunKey>))]
[JsonSerializable(typeof(Envelope<DigestKey>))]
[JsonSerializable(typeof(Envelope<Notification>))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(PendingMarker))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(NotificationPreferences))]
[JsonSerializable(typeof(NotificationPreferencesBody))]
[JsonSerializable(typeof(WebhookSubscription))]
[JsonSerializable(typeof(WebhookFailure))]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(WebhookSubscriptionBody))]
[JsonSerializable(typeof(WebhookSubscriptionView))]
[JsonSerializable(typeof(Page<WebhookSubscriptionView>))]
[JsonSerializable(typeof(WebhookSecretView))]
[JsonSerializable(typeof(Page<Delivery>))]
[JsonSerializable(typeof(Envelope<DeliveryKey>))]
[JsonSerializable(typeof(DeadDocument))]
[JsonSerializable(typeof(Functions.Schedules.OccurrenceDone))]
[JsonSerializable(typeof(Http.IdempotencyRecord))]
[JsonSerializable(typeof(RecordPointer))]
[JsonSerializable(typeof(MonthRollup))]
[JsonSerializable(typeof(MetricMonth))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(PersonPeriod))]
[JsonSerializable(typeof(OrganisationPeriod))]
[JsonSerializable(typeof(QuarantineDay))]
[JsonSerializable(typeof(Envelope<QuarantineDay>))]
[JsonSerializable(typeof(IntakeAnswer))]
[JsonSerializable(typeof(Activities.Previews.WebhookPreview))]
[JsonSerializable(typeof(Activities.OwnerReading))]
[JsonSerializable(typeof(Activities.FirstOwner))]
[JsonSerializable(typeof(Activities.Traffic.SourceHour))]
[JsonSerializable(typeof(Activities.Traffic.SourceStatus))]
[JsonSerializable(typeof(Resources.Sources.SourceMappingView))]
[JsonSerializable(typeof(ImportMapping))]
[JsonSerializable(typeof(Activities.Resync.ResyncUpload))]
[JsonSerializable(typeof(Activities.Resync.ResyncPart))]
[JsonSerializable(typeof(Activities.Resync.ResyncTurn))]
[JsonSerializable(typeof(Activities.Resync.RowMatch))]
[JsonSerializable(typeof(Activities.Resync.ResyncProgress))]
[JsonSerializable(typeof(Page<Activities.Resync.ResyncProgress>))]
[JsonSerializable(typeof(Page<Activities.Resync.ResyncProblem>))]
[JsonSerializable(typeof(Activities.Resync.OpenResyncBody))]
[JsonSerializable(typeof(Activities.Resync.CompleteResyncBody))]
[JsonSerializable(typeof(Access.ApiKey))]
[JsonSerializable(typeof(Access.ApiKeyEntry))]
[JsonSerializable(typeof(Http.Page<Access.ApiKeyEntry>))]
[JsonSerializable(typeof(Access.IssuedApiKey))]
[JsonSerializable(typeof(SeenType))]
[JsonSerializable(typeof(Scorecard))]
[JsonSerializable(typeof(Competencies.EvaluatedRun))]
[JsonSerializable(typeof(People.RemapProgress))]
[JsonSerializable(typeof(Runs.RunProgress))]
[JsonSerializable(typeof(Page<Runs.RunProgress>))]
[JsonSerializable(typeof(Page<Notification>))]
[JsonSerializable(typeof(Page<DeadDocument>))]
[JsonSerializable(typeof(RedrivenDeadDocuments))]
[JsonSerializable(typeof(Page<DeadLetter>))]
[JsonSerializable(typeof(CountedActivities))]
[JsonSerializable(typeof(LeaderboardAnswer))]
[JsonSerializable(typeof(Access.SealedSecrets))]
[JsonSerializable(typeof(Contracts.Access.CreateKeyBody))]
[JsonSerializable(typeof(Contracts.Access.CreatedKey))]
[JsonSerializable(typeof(Contracts.Access.RotateKeyBody))]
[JsonSerializable(typeof(Contracts.Access.RotatedKey))]
[JsonSerializable(typeof(Access.KeyUse))]
[JsonSerializable(typeof(Access.AccessLogEntry))]
[JsonSerializable(typeof(Page<Access.AccessLogEntry>))]
[JsonSerializable(typeof(People.Erasure.PersonErasureState))]
[JsonSerializable(typeof(People.Erasure.ErasedFacts))]
[JsonSerializable(typeof(People.Erasure.ErasureView))]
[JsonSerializable(typeof(Envelope<ErasureKey>))]
[JsonSerializable(typeof(Contracts.Sources.SourceSecretBody))]
[JsonSerializable(typeof(Health.HealthReport))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ResourceView<Person>))]
[JsonSerializable(typeof(ResourceView<Team>))]
[JsonSerializable(typeof(ResourceView<Role>))]
[JsonSerializable(typeof(ResourceView<Metric>))]
[JsonSerializable(typeof(ResourceView<Plan>))]
[JsonSerializable(typeof(ResourceView<PlanAssignment>))]
[JsonSerializable(typeof(ResourceView<Objective>))]
[JsonSerializable(typeof(ResourceView<Source>))]
[JsonSerializable(typeof(ResourceView<OrganisationCalendar>))]
[JsonSerializable(typeof(ResourceView<ForecastSettings>))]
[JsonSerializable(typeof(Page<ResourceView<Person>>))]
[JsonSerializable(typeof(Page<ResourceView<Team>>))]
[JsonSerializable(typeof(Page<ResourceView<Role>>))]
[JsonSerializable(typeof(Page<ResourceView<Metric>>))]
[JsonSerializable(typeof(Page<ResourceView<Plan>>))]
[JsonSerializable(typeof(Page<ResourceView<PlanAssignment>>))]
[JsonSerializable(typeof(Page<ResourceView<Objective>>))]
[JsonSerializable(typeof(Page<ResourceView<Source>>))]
[JsonSerializable(typeof(Page<Identity>))]
[JsonSerializable(typeof(ImportedPeople))]
[JsonSerializable(typeof(ModelView))]
[JsonSerializable(typeof(Resources.Schemas.SchemaList))]
[JsonSerializable(typeof(IReadOnlyList<PlanTerms>))]
[JsonSerializable(typeof(StoredForecast))]
[JsonSerializable(typeof(StoredTeamForecast))]
[JsonSerializable(typeof(CompleteRun))]
[JsonSerializable(typeof(ForecastAnswer))]
[JsonSerializable(typeof(Domain.Commissions.Calculation.Statement))]
[JsonSerializable(typeof(Page<ForecastRun>))]
[JsonSerializable(typeof(DigestDelivery))]
[JsonSerializable(typeof(Page<DigestEntry>))]
internal sealed partial class SalesPerfJsonContext : JsonSerializerContext;
