package campaign_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/journal"
	"recette/internal/recette"
)

// TestCloseRun_CountsWhatIsBeingRecorded: a result on its way to the log when its run is closed is before the close,
// and in its figures.
func TestCloseRun_CountsWhatIsBeingRecorded(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	log := &hooked{DB: b.db}
	s, err := campaign.New(campaign.Deps{Journal: log, Clock: b.clock, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.OpenRun(t.Context(), yann, campaign.FreeRun{})
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan recette.Figures)
	log.before = func() {
		go func() {
			f, err := s.CloseRun(t.Context(), yann, run)
			if err != nil {
				t.Error(err)
			}
			closed <- f
		}()
		time.Sleep(50 * time.Millisecond)
	}
	r := auto("SC-1", recette.OutcomeFailed)
	r.Campaign = run
	if _, err := s.Record(t.Context(), yann, r); err != nil {
		t.Fatal(err)
	}
	if f := <-closed; f.Failed != 1 {
		t.Errorf("figures %+v, want the failure in them", f)
	}
	var kinds []journal.Kind
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Campaign: run}) {
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, rec.Leaf.Kind)
	}
	want := []journal.Kind{journal.KindRunOpen, journal.KindResult, journal.KindRunClose}
	if fmt.Sprint(kinds) != fmt.Sprint(want) {
		t.Errorf("leaves %v, want %v", kinds, want)
	}
}

// TestRecord_LosesNothingOfOneCase: two callers who record of one case of a run at once both count at its end.
func TestRecord_LosesNothingOfOneCase(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	log := &hooked{DB: b.db}
	s, err := campaign.New(campaign.Deps{Journal: log, Clock: b.clock, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.OpenRun(t.Context(), yann, campaign.FreeRun{})
	if err != nil {
		t.Fatal(err)
	}
	part := func(step int, o recette.Outcome, closed bool) (campaign.Recorded, error) {
		r := auto("SC-1", o)
		r.Campaign, r.Steps[0].Step, r.Closed = run, step, closed
		if !closed {
			r.Outcome = ""
		}
		return s.Record(t.Context(), yann, r)
	}
	second := make(chan error)
	log.before = func() {
		go func() {
			_, err := part(1, recette.OutcomeFailed, false)
			second <- err
		}()
		time.Sleep(50 * time.Millisecond)
	}
	if _, err := part(0, pass, false); err != nil {
		t.Fatal(err)
	}
	if err := <-second; err != nil {
		t.Fatal(err)
	}
	if got, err := part(2, pass, true); err != nil || got.Verdict != recette.Failed {
		t.Errorf("end = %+v, %v, want the failure of the second step", got, err)
	}
}

// TestRecord_KeepsNoPositions: two campaigns that are recorded side by side keep no more of their positions the longer
// they go on.
func TestRecord_KeepsNoPositions(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	ids := b.openSeveral(2)
	for n := 1; n <= campaign.MaxFolded+50; n++ {
		for _, id := range ids {
			r := auto("SC-4", pass, pass, pass)
			r.Campaign, r.Attempt = id, n
			if _, err := b.s.Record(t.Context(), samira, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, id := range ids {
		if n := campaign.Folded(b.s, id); n > campaign.MaxFolded {
			t.Errorf("%s keeps %d positions", id, n)
		}
		if got := b.progress(b.s, "SC-4"); got.Attempt != campaign.MaxFolded+50 {
			t.Errorf("attempt %d", got.Attempt)
		}
	}
}

func TestRecord_Concurrent(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	c := m.Cases[0]
	m.Cases = nil
	m.Journeys = m.Journeys[:1]
	m.Journeys[0].Cases = nil
	for i := range 200 {
		c.ID = fmt.Sprintf("SC-%04d", i)
		c.Content = "content/1:" + c.ID
		m.Cases = append(m.Cases, c)
		m.Journeys[0].Cases = append(m.Journeys[0].Cases, c.ID)
	}
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make(chan error, 400)
	for i := range 200 {
		wg.Go(func() {
			_, err := b.s.Record(t.Context(), samira, auto(fmt.Sprintf("SC-%04d", i), pass, pass, pass))
			errs <- err
			if i%10 == 0 {
				_, err := b.s.Cases(t.Context(), auditor, "v1")
				errs <- err
				_,
					err = b.s.Note(
					t.Context(), yann, "v1", gap.Anomaly{Severity: recette.Minor, Summary: "x"},
				)
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	for who, s := range map[string]*campaign.Service{
		"this process": b.s, "another process": b.service(campaign.Policies{}),
	} {
		st, err := s.Status(t.Context(), auditor, "v1")
		if err != nil {
			t.Fatal(err)
		}
		numbers := map[string]bool{}
		for _, a := range st.Anomalies {
			numbers[a.Number] = true
		}
		if st.Figures.Passed != 200 || len(numbers) != 20 || len(st.Strays) != 0 {
			t.Errorf(
				"%s: figures %+v, %d anomalies, strays %v, want 200 passed, 20, none", who, st.Figures, len(numbers),
				st.Strays,
			)
		}
	}
}

// TestRecord_SeesAResumptionOfOthers: a process that saw a campaign suspended records in it again as soon as another
// process resumed it.
func TestRecord_SeesAResumptionOfOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	other := b.service(campaign.Policies{})
	_, err := b.s.Note(t.Context(), elise, "v1", meeting.Suspension{Reason: "panne"})
	must(t, err)
	_, err = other.Record(t.Context(), samira, auto("SC-1", pass, pass, pass))
	if !errors.Is(err, campaign.ErrSuspended) {
		t.Fatalf("while suspended: %v, want ErrSuspended", err)
	}
	_, err = b.s.Note(t.Context(), elise, "v1", meeting.Resumption{Reason: "réparé"})
	must(t, err)
	if _, err = other.Record(t.Context(), samira, auto("SC-1", pass, pass, pass)); err != nil {
		t.Errorf("once resumed: %v", err)
	}
}
