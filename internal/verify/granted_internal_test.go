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
		journal.KindPersonalErase: access.ErasePersonal,
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

// Who asks for a derogation is not who grants it, and a reserve is issued by who accepts or prepares: by what the leaf
// says, the roles are those of the product.
func TestGranting_IsThatOfTheProduct(t *testing.T) {
	for name, tt := range map[string]struct {
		leaf   journal.Leaf
		action access.Action
	}{
		"ask": {journal.Leaf{
			Kind: journal.KindDerogation, Derogation: &journal.Derogation{Act: recette.AskDerogation},
		}, access.AskDerogation},
		"grant": {journal.Leaf{
			Kind: journal.KindDerogation, Derogation: &journal.Derogation{Act: recette.GrantDerogation},
		}, access.AnswerDerogation},
		"reserve": {journal.Leaf{Kind: journal.KindReserve, Reserve: &journal.Reserve{}}, access.AddReserve},
	} {
		for _, role := range append(recette.Participants(), recette.Auditor, recette.Admin) {
			may := access.Allow(recette.Actor{Ref: "p-1", Role: role}, tt.action, access.Scope{}) == nil
			if slices.Contains(granting(&tt.leaf), role) != may {
				t.Errorf("%s by %s: %v for the product", name, role, may)
			}
		}
	}
}
