package verify

import (
	"slices"
	"testing"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The table of whoever verifies says what the matrix of the product does, without being it.
func TestGrants_AreThoseOfTheProduct(t *testing.T) {
	actions := map[journal.Kind]access.Action{
		journal.KindCampaignIterate: access.Iterate, journal.KindAttest: access.AttestCampaign,
		journal.KindDeviation: access.RecordDeviation, journal.KindSuspend: access.SuspendCampaign,
		journal.KindResume: access.SuspendCampaign, journal.KindAnomalyDrop: access.DropAnomaly,
		journal.KindSessionOpen: access.ConductSession, journal.KindSessionPresence: access.ConductSession,
		journal.KindSessionClose: access.ConductSession, journal.KindInvalidate: access.InvalidateResult,
		journal.KindDataLoad: access.LoadData, journal.KindContest: access.ContestResult,
		journal.KindOpinion: access.GiveOpinion, journal.KindAnswer: access.AnswerWarning,
	}
	for k, action := range actions {
		for _, role := range append(recette.Participants(), recette.Auditor, recette.Admin) {
			may := access.Allow(recette.Actor{Ref: "p-1", Role: role}, action, access.Scope{}) == nil
			if slices.Contains(grants(k), role) != may {
				t.Errorf("%s by %s: %v for the product", k, role, may)
			}
		}
	}
}
