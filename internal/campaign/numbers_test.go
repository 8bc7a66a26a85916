package campaign_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// openSeveral opens campaigns v1, v2… on the same plan.
func (b *bench) openSeveral(n int) []string {
	b.t.Helper()
	ids := make([]string, n)
	for i := range ids {
		m := manifest()
		m.Campaign = fmt.Sprint("v", i+1)
		ids[i] = m.Campaign
		if err := b.s.Open(b.t.Context(), elise, m); err != nil {
			b.t.Fatal(err)
		}
	}
	return ids
}

// TestNumbers_AreGivenOnceSideBySide gives numbers of each kind from several services, campaigns and goroutines at
// once: each number is given once, and none is left out.
func TestNumbers_AreGivenOnceSideBySide(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ids := b.openSeveral(3)
	const each = 4
	given := map[string][]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	note := func(kind, number string, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		given[kind] = append(given[kind], number)
	}
	for _, s := range []*campaign.Service{b.s, b.service(campaign.Policies{})} {
		for _, id := range ids {
			wg.Go(func() {
				for range each {
					n,
						err := s.Note(
						t.Context(), yann, id, gap.Anomaly{Severity: recette.Minor, Summary: "a"},
					)
					note("ANO-%04d", n, err)
					n, err = s.Note(t.Context(), elise, id, gap.Reserve{Class: recette.Minor, Text: "r"})
					note("RES-%04d", n, err)
					d,
						err := s.Decide(
						t.Context(), marc, campaign.Decide{Campaign: id, Decision: recette.Refused, Reason: "d"},
					)
					note("DEC-REC-%04d", d.Number, err)
				}
			})
		}
	}
	wg.Wait()
	for format, got := range given {
		slices.Sort(got)
		for i, n := range got {
			if want := fmt.Sprintf(format, i+1); n != want {
				t.Errorf("number %d is %s, want %s", i+1, n, want)
			}
		}
		if len(got) != 2*len(ids)*each {
			t.Errorf("%d numbers like %s, want %d", len(got), format, 2*len(ids)*each)
		}
	}
}

// TestPV_NumberIsGivenOnce renders PVs of several campaigns side by side, as a renderer does that draws again under the
// next number when its own was given meanwhile.
func TestPV_NumberIsGivenOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ids := b.openSeveral(4)
	var wg sync.WaitGroup
	for _, id := range ids {
		s := b.service(campaign.Policies{})
		wg.Go(func() {
			for range 3 {
				for {
					n, err := s.NextPV(t.Context(), elise, id, "")
					if err != nil {
						t.Error(err)
						return
					}
					err = s.RecordPVRendered(
						t.Context(), elise, id, campaign.Rendered{Number: n, SHA256: digest, Checkpoint: 1},
					)
					if err == nil {
						break
					}
					if !errors.Is(err, campaign.ErrExists) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	owner := map[string]string{}
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindPVRendered}}) {
		if err != nil {
			t.Fatal(err)
		}
		n := rec.Leaf.PV.Number
		if _, again := owner[n]; again {
			t.Errorf("%s was given twice", n)
		}
		owner[n] = rec.Leaf.Campaign
	}
	for i := range ids {
		id := ""
		for v := range 3 {
			n := fmt.Sprintf("PV-2026-%03d-v%d", i+1, v+1)
			switch at, ok := owner[n]; {
			case !ok:
				t.Errorf("%s was not given", n)
			case id == "":
				id = at
			case at != id:
				t.Errorf("%s is of %s, and its first version of %s", n, at, id)
			}
		}
	}
}

// TestPV_IsFoldedAfterWhatOthersRecorded: two services render PVs of one campaign in turn, and each knows them in the
// order of the journal, as whoever reads it afterwards does.
func TestPV_IsFoldedAfterWhatOthersRecorded(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	id := b.openSeveral(1)[0]
	services := []*campaign.Service{b.service(campaign.Policies{}), b.service(campaign.Policies{})}
	pvs := func(s *campaign.Service) (numbers []string) {
		st, err := s.Status(t.Context(), elise, id)
		if err != nil {
			t.Fatal(err)
		}
		for i := range st.PVs {
			numbers = append(numbers, st.PVs[i].Number)
		}
		return numbers
	}
	for _, s := range services {
		pvs(s) // it was looked at, and is kept from here on
	}
	for i := range 4 {
		s := services[i%2]
		n, err := s.NextPV(t.Context(), elise, id, "")
		if err != nil {
			t.Fatal(err)
		}
		rendered := campaign.Rendered{Number: n, SHA256: digest, Checkpoint: 1}
		if err := s.RecordPVRendered(t.Context(), elise, id, rendered); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"PV-2026-001-v1", "PV-2026-001-v2", "PV-2026-001-v3", "PV-2026-001-v4"}
	for i, s := range append(services, b.service(campaign.Policies{})) {
		if got := pvs(s); !slices.Equal(got, want) {
			t.Errorf("service %d knows %v, want %v", i+1, got, want)
		}
	}
}

// A number that the project has already is refused, whatever the campaign, and so is a version of another's number.
func TestPV_NumberOfAnotherCampaignIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.openSeveral(2)
	first := campaign.Rendered{Number: "PV-2026-001-v1", SHA256: digest, Checkpoint: 1}
	if err := b.s.RecordPVRendered(t.Context(), elise, "v1", first); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]struct{ campaign, number, journey string }{
		"the same number":                {"v2", "PV-2026-001-v1", ""},
		"a version of it":                {"v2", "PV-2026-001-v2", ""},
		"a version, for another journey": {"v1", "PV-2026-001-v2", "reste"},
	} {
		err := b.s.RecordPVRendered(t.Context(), elise, p.campaign, campaign.Rendered{
			Number: p.number, Journey: p.journey, SHA256: digest, Checkpoint: 1,
		})
		if !errors.Is(err, campaign.ErrExists) {
			t.Errorf("%s: error = %v, want ErrExists", name, err)
		}
	}
}

// TestOpen_OnceAcrossServices opens one id from several services: one of them has it.
func TestOpen_OnceAcrossServices(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		s := b.service(campaign.Policies{})
		wg.Go(func() { errs[i] = s.Open(t.Context(), elise, manifest()) })
	}
	wg.Wait()
	opened := 0
	for _, err := range errs {
		if err == nil {
			opened++
		} else if !errors.Is(err, campaign.ErrExists) {
			t.Errorf("error = %v, want ErrExists", err)
		}
	}
	if opened != 1 {
		t.Errorf("opened %d times, want once", opened)
	}
}

func TestClose_RefusesWhatIsUnfinished(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-1", "SC-2")
	if _, err := b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-3", Content: "content/1:SC-3", Mode: recette.Manual,
		Steps: []campaign.Observation{manual(0, recette.Passed)},
	}); err != nil {
		t.Fatal(err)
	}
	end := campaign.Closing{Campaign: "v1"}
	if err := b.s.Close(t.Context(), yann, end); cause(err) == "" {
		t.Errorf("who may not close hears %v, want a refusal of rights", err)
	}
	err := b.s.Close(t.Context(), elise, end)
	left, ok := errors.AsType[*campaign.UnfinishedError](err)
	if !ok || *left != (campaign.UnfinishedError{Open: 1, NotRun: 2}) || !errors.Is(err, campaign.ErrUnfinished) {
		t.Errorf("Close = %v, want one open attempt and two cases not run", err)
	}
	end.Unfinished = true
	if err := b.s.Close(t.Context(), elise, end); err != nil {
		t.Errorf("Close when that is meant: %v", err)
	}
}

func TestCheckBuild(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	for name, tt := range map[string]struct {
		frozen, delivered, deployed string
		want                        bool
	}{
		"the same":                    {"b1", "b1", "b1", true},
		"another":                     {"b1", "b1", "b2", false},
		"nobody says":                 {"b1", "b1", "", true},
		"nothing is told":             {"", "", "b2", true},
		"than what is delivered":      {"", "b1", "b2", false},
		"what is delivered":           {"", "b1", "b1", true},
		"the same, not the delivered": {"b1", "b0", "b1", true},
	} {
		s, err := campaign.New(campaign.Deps{
			Journal: b.db, Clock: b.clock, Rand: rand.Reader, Deployed: map[string]string{"recette": tt.deployed},
		})
		if err != nil {
			t.Fatal(err)
		}
		m := plan.Manifest{
			Environment: plan.Environment{Name: "recette", Build: tt.frozen},
			Release:     plan.Release{Build: tt.delivered},
		}
		err = s.CheckBuild(&m)
		if got := err == nil; got != tt.want || err != nil && !errors.Is(err, campaign.ErrBuild) {
			t.Errorf("%s: CheckBuild = %v, want allowed %t", name, err, tt.want)
		}
	}
}

// TestBeginAttempt_OnAnotherBuild: no front end can record on a build that is not the one that was frozen.
func TestBeginAttempt_OnAnotherBuild(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	m := manifest()
	s, err := campaign.New(campaign.Deps{
		Journal: b.db, Clock: b.clock, Rand: rand.Reader,
		Deployed: map[string]string{m.Environment.Name: m.Environment.Build + "-next"},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.BeginAttempt(t.Context(), yann, campaign.Begin{
		Campaign: m.Campaign, Case: "SC-1", Content: m.Cases[0].Content, Mode: recette.Manual,
	})
	if !errors.Is(err, campaign.ErrBuild) {
		t.Errorf("BeginAttempt = %v, want the refusal of another build", err)
	}
}

func TestNumbers_AreUniqueInTheProject(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	m := manifest()
	m.Campaign = "v2"
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range []string{"v1", "v2", "v1"} {
		n, err := b.s.Note(t.Context(), yann, c, gap.Anomaly{Severity: recette.Minor, Summary: "x"})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	if diff := cmp.Diff([]string{"ANO-0001", "ANO-0002", "ANO-0003"}, got); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}
