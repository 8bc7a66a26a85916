// Package pv folds the journal of a campaign into the procès-verbal: a pure function of the frozen manifest, the
// records, the texts and the people, that looks at no clock, file or network. It invents nothing: a field that nobody
// gave stays empty, and Absent lists it. It refuses to render, to sign and to decide.
//
// How results count. The last attempt of a case supersedes the former, which stay counted in Attempts. The verdict of
// an attempt is the roll-up of its steps: of each step the last observation that is not a replay, or a replay that is
// not conform; a step that nobody observed is not run; a closed attempt adds the verdict that its last leaf carries and
// the verdict that its technical outcome supports; one that nobody closed is failed, blocked or not run. A result on
// another content hash than the frozen one, on a case that the manifest does not hold, after the attempt was closed or
// after the campaign was closed counts for nothing.
package pv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/vocabulary"
	"recette/reports"
)

// Input is what a PV is made of. Load fills what comes from the journal.
type Input struct {
	campaign.Extract                    // its Plan may be nil: Manifest is then read
	Proofs           map[int64][]string // inclusion proofs in the tree of the checkpoint, by position

	// Present gives the content hash of each case in the features as they are; nil when nobody looked.
	Present map[string]string
	Drifts  plan.Drifts // how the frozen texts stand to them; nil when nobody looked

	Tags     vocabulary.Vocabulary // of the project: who was to run what nobody ran
	Journey  string                // code; empty for all the journeys of the plan
	Antenne  string                // of a constat: the branch that it is of; empty for a PV
	Annexes  []string              // printed whole, of reports.ChosenAnnexes; nil: nobody chose
	Lifts    string                // number of the PV that this one lifts reserves of; empty for another PV
	Number   string
	IssuedAt time.Time
	Place    string
	Producer string // "recette 0.1.0"
	Demo     bool
	Words    reports.Texts // in the language of the manifest; keys of the domain pv and of the shared words

	digest string // of the manifest, once its bytes were let go
}

// LetManifest gives the bytes of the manifest, and keeps nothing of them but their digest: those of a large plan need
// not stand beside what is made of it.
func (in *Input) LetManifest() []byte {
	data := in.Manifest
	in.digest, in.Manifest = plan.Digest(data), nil
	return data
}

// manifestDigest gives the digest of the manifest.
func (in *Input) manifestDigest() string {
	if in.digest != "" && in.Manifest == nil {
		return in.digest
	}
	return plan.Digest(in.Manifest)
}

// The errors of Build.
var (
	ErrInput    = errors.New("incomplete input of the PV")
	ErrManifest = fmt.Errorf("%w: the manifest is not the one that the journal names", ErrInput)
	ErrJourney  = fmt.Errorf("%w: journey not in the manifest", ErrInput)
	errLifting  = fmt.Errorf("%w: no reserve of that PV is to be lifted", ErrInput)
	ErrProof    = fmt.Errorf("%w: a leaf has no proof in the checkpoint", ErrInput)
)

// Load reads what Build needs of a campaign: a checkpoint is made, and the records that it covers are read. The caller
// fills the rest, and may render PVs. It returns campaign.ErrUnknown when no such campaign was opened, and refusals
// under access.ErrDenied.
func Load(ctx context.Context, s *campaign.Service, actor recette.Actor, id, journey string) (Input, error) {
	x, err := s.Extract(ctx, actor, id)
	if err != nil {
		return Input{}, err
	}
	return load(ctx, s, actor, id, journey, "", x)
}

// LoadConstat is Load for the constat of a branch. Its error is under ErrInput when nothing is played there.
func LoadConstat(ctx context.Context, s *campaign.Service, actor recette.Actor, id, antenne string) (Input, error) {
	x, err := s.Extract(ctx, actor, id)
	if err != nil {
		return Input{}, err
	}
	return load(ctx, s, actor, id, "", antenne, x)
}

// LoadWarned is Load for those who answer the warnings that Build computes.
func LoadWarned(ctx context.Context, s *campaign.Service, actor recette.Actor, id, journey string) (Input, error) {
	x, err := s.ExtractWarned(ctx, actor, id)
	if err != nil {
		return Input{}, err
	}
	return load(ctx, s, actor, id, journey, "", x)
}

func load(
	ctx context.Context, s *campaign.Service, actor recette.Actor, id, journey, antenne string, x *campaign.Extract,
) (Input, error) {
	in := Input{Extract: *x, Journey: journey, Antenne: antenne}
	scope, err := scopeOf(in.Plan, journey, antenne)
	if err != nil {
		return Input{}, err
	}
	seqs := used(in.Records, scope)
	for i := range in.Project {
		seqs = append(seqs, in.Project[i].Leaf.Seq)
	}
	in.Proofs, err = s.Proofs(ctx, actor, id, in.Checkpoint.Size, seqs)
	return in, err
}

// under gives the journey under which a case is printed, the first that holds it; empty for a case of none.
func (s scope) under(id string) string {
	if js := s.held[id]; len(js) > 0 {
		return js[0]
	}
	return ""
}

// shared gives the journeys of a case that several hold, else none: the one it is printed under says it all.
func (s scope) shared(id string) []string {
	if js := s.held[id]; len(js) > 1 {
		return js
	}
	return nil
}

// scope is what the PV is about.
type scope struct {
	journeys []plan.Journey
	ids      []string            // cases, by journey then plan order, each once
	in       map[string]bool     // the same as a set
	held     map[string][]string // journeys that hold a case, in the order of the plan
}

func scopeOf(m *plan.Manifest, journey, antenne string) (scope, error) {
	s := scope{in: map[string]bool{}, held: map[string][]string{}}
	if antenne != "" {
		return constatOf(m, antenne)
	}
	if journey != "" {
		j := m.Journey(journey)
		if j == nil {
			return scope{}, fmt.Errorf("journey %q: %w", journey, ErrJourney)
		}
		s.journeys = []plan.Journey{*j}
	} else {
		s.journeys = m.Journeys
	}
	add := func(id string) {
		if !s.in[id] {
			s.in[id] = true
			s.ids = append(s.ids, id)
		}
	}
	for _, j := range s.journeys {
		for _, id := range j.Cases {
			add(id)
			s.held[id] = append(s.held[id], j.Code)
		}
	}
	if journey == "" {
		for i := range m.Cases {
			add(m.Cases[i].ID)
		}
	}
	return s, nil
}

// used gives the positions of the leaves that the PV rests on: everything of the campaign but the results of cases out
// of scope. Facts of an unknown kind go along.
func used(records []journal.Record, s scope) []int64 {
	var seqs []int64
	for i := range records {
		l := &records[i].Leaf
		switch l.Kind {
		case journal.KindResult, journal.KindTrial:
			if l.Result == nil || !s.in[l.Result.Case] {
				continue
			}
		case journal.KindCampaignOpen, journal.KindCampaignIterate, journal.KindCampaignClose, journal.KindAnomaly,
			journal.KindReserve,
			journal.KindDecision, journal.KindPersonalErase, journal.KindAttest, journal.KindDeviation,
			journal.KindSessionOpen, journal.KindSessionPresence, journal.KindSessionClose, journal.KindSuspend,
			journal.KindResume, journal.KindInvalidate, journal.KindContest, journal.KindOpinion, journal.KindAnswer,
			journal.KindDataLoad, journal.KindAnomalyDrop, journal.KindDerogation, journal.KindDelegation,
			journal.KindPVRendered, journal.KindPVSigned, journal.KindPVEnd, journal.KindPVScan, journal.KindVisa,
			journal.KindMilestone, journal.KindReview, journal.KindAmend:
		case journal.KindProjectInit, journal.KindRunOpen, journal.KindRunClose, journal.KindClockRegression,
			journal.KindKeyAdd, journal.KindUser, journal.KindLogOpen,
			journal.KindLogRotate, journal.KindLogRestore, journal.KindCampaignAssign:
			continue
		default: // of a kind that a later version brought: carried and proven, for whoever knows it
		}
		seqs = append(seqs, l.Seq)
	}
	return seqs
}
