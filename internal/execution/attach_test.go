package execution

import (
	"strings"
	"testing"

	"recette/internal/execution/binding"
	"recette/runner/protocol"
)

func TestRunAttachments(t *testing.T) {
	w, f := newWorld(), &farm{}
	shot := func(_ *fakeWorker, s *protocol.StepEnd) error {
		s.Outcome, s.Message = "failed", protocol.Words("attendu 3, obtenu 4")
		s.Attachments = []protocol.Attachment{{Name: "écran.png", MediaType: "image/png", Body: []byte("PNG")}}
		return nil
	}
	e := newEngine(t, w, 1, f.source("go", script{"go b": shot}, hooks{}, "go "))
	if _, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a", "outcome go b")); err != nil {
		t.Fatal(err)
	}
	o := w.results[0].Steps[1]
	if o.Observed != "attendu 3, obtenu 4" || len(o.Evidence) != 2 || o.Evidence[0].Name != "écran.png" {
		t.Fatalf("observation = %+v, want the message, the picture and the log", o)
	}
	if log := string(w.evidence[o.Evidence[1].SHA256]); !strings.Contains(log, "log of SC-1") {
		t.Errorf("log evidence = %q", log)
	}
	if got := w.finished(t, "SC-1").Log; len(got) != 1 {
		t.Errorf("event log = %q", got)
	}
}

func TestRunEmptyAttachment(t *testing.T) {
	w, f := newWorld(), &farm{}
	empty := func(_ *fakeWorker, s *protocol.StepEnd) error {
		s.Attachments = []protocol.Attachment{{Name: "réponse.json", MediaType: "application/json"}}
		return nil
	}
	e := newEngine(t, w, 1, f.source("go", script{"go a": empty}, hooks{}, "go "))
	sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a"))
	if err != nil || !sum.ok() {
		t.Fatalf("Run = %+v, %v", sum, err)
	}
	if r := w.whole("SC-1"); verdicts(r) != "0:passed/passed" || len(r.Steps[0].Evidence) != 0 {
		t.Errorf("result = %+v, want no evidence", r)
	}
	if log := w.finished(t, "SC-1").Log; len(log) == 0 || log[0] != `refused "réponse.json": empty` {
		t.Errorf("log = %q, want it to name the file", log)
	}
}
