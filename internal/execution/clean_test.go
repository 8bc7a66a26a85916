package execution

import (
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"écran.png": "écran.png", "../../etc/passwd": "passwd", `C:\x\y.png`: "y.png", "": "",
		"..": "", "a\x00b\x1b[2J": "a_b_[2J",
		"\xff.png": "_.png", strings.Repeat("é", 150): strings.Repeat("é", 100),
	} {
		if got := cleanName(in); got != want {
			t.Errorf("cleanName(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"image/png": "image/png", "": "application/octet-stream", "png": "application/octet-stream",
		"a/b\n": "application/octet-stream", "text/plain; charset=utf-8": "text/plain; charset=utf-8",
	} {
		if got := cleanMIME(in); got != want {
			t.Errorf("cleanMIME(%q) = %q, want %q", in, got, want)
		}
	}
	if got := clip(strings.Repeat("é", maxObserved)); len(got) > maxObserved+3 || !strings.HasSuffix(got, "é…") {
		t.Errorf("clip gives %d bytes", len(got))
	}
}

// TestHostileWorker records, in a real store, what no decent step would say.
func TestHostileWorker(t *testing.T) {
	p, err := openProject(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.db.Close() // read only from here on
	run, err := p.service.OpenRun(t.Context(), samir, campaign.FreeRun{})
	if err != nil {
		t.Fatal(err)
	}
	say := func(message string, at ...protocol.Attachment) func(*fakeWorker, *protocol.StepEnd) error {
		return func(_ *fakeWorker, s *protocol.StepEnd) error {
			s.Outcome, s.Message, s.Attachments = "failed", protocol.Words(message), at
			return nil
		}
	}
	f := &farm{}
	src := f.source("go", script{
		"go nul": say("a\x00b\xffc"),
		"go big": say(strings.Repeat("é", 1<<20)),
		"go files": say(
			"", protocol.Attachment{Name: "../\x00\xff", MediaType: "\x01", Body: nil},
			protocol.Attachment{Name: strings.Repeat("x", 1000), Body: []byte("x")},
		),
		"go odd": func(_ *fakeWorker, s *protocol.StepEnd) error {
			s.Outcome, s.Duration = "splendid", time.Second
			return nil
		},
		// a progress bar, too long for the record: it goes to the log,
		"go bell":  say("\x1b[32m50 %\x1b[K" + strings.Repeat("\b\x07", 5000)),
		"go index": func(_ *fakeWorker, s *protocol.StepEnd) error { s.Index = 7; return nil },
	}, hooks{}, "go ")
	w := newWorld()
	ledger := NewLedger(p.service, samir, run, protocol.Message.String)
	e, err := New(Options{Sources: []Source{src}, Recorder: ledger, Evidence: ledger, Emit: w.emit, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := runCases(t, w, e, binding.Policy{},
		kase("SC-1", "context go nul"), kase("SC-2", "context go big"), kase("SC-3", "context go files"),
		kase("SC-4", "context go odd"), kase("SC-5", "context go index"), kase("SC-6", "context go a"),
		kase("SC-7", "context go bell"))
	if err != nil {
		t.Fatal(err)
	}
	if sum.Executed != 7 || sum.Outcomes[recette.OutcomeFailed] != 4 || sum.Outcomes[recette.OutcomeError] != 2 ||
		sum.Outcomes[recette.OutcomePassed] != 1 {
		t.Errorf("summary = %+v", sum)
	}
	if got := w.finished(t, "SC-1").Steps[0].Observed; got != "a\uFFFDb\uFFFDc" {
		t.Errorf("observed = %q", got)
	}
	if got := w.finished(t, "SC-3").Steps[0].Evidence; len(got) != 2 || got[0].MIME != "text/plain" {
		t.Errorf("evidence = %+v, want the file that is not empty, and the log", got)
	}
	if got := w.finished(t, "SC-7").Steps[0].Evidence; len(got) != 1 || got[0].Name != "execution.txt" {
		t.Errorf("evidence = %+v, want the log", got)
	}
}
