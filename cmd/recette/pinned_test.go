package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func lines(text []byte) []string { return strings.Split(string(text), "\n") }

// TestPinned_Reading: what the reading commands say of a project without any record.
func TestPinned_Reading(t *testing.T) {
	w := newPinnedWorld(t)
	w.keepAll([]pinnedCommand{
		{"lint.json", 0, "lint --json --no-cache"},
		{"lint-sarif.json", 0, "lint --format sarif --no-cache"},
		{"list-features.json", 0, "list features --json"},
		{"list-scenarios.json", 0, "list scenarios --json"},
		{"list-tags.json", 0, "list tags --json"},
		{"list-us.json", 0, "list us --json"},
		{"ready.json", 0, "ready --json"},
		{"ready-US-101.json", 0, "ready US-101 --json"},
		{"explain-E012.json", 0, "explain E012 --json"},
		{"decision-list.json", 0, "decision list --json"},
		{"fmt-check.json", 0, "fmt --check --json"},
		{"key-list.json", 0, "key list --json"},
		{"trace-nothing-run.csv", 0, "trace --format csv"},
		{"trace-nothing-run.json", 0, "trace --json"},
		{"trace-reverse-nothing-run.csv", 0, "trace --reverse --format csv"},
		{"open-dry-run.txt", 0, "campaign open recette-v1 --dry-run"},
	})
	w.withoutAutomation()
	w.keepAll([]pinnedCommand{
		{"steps-list.json", 0, "steps list --json"},
		{"steps-undefined.json", 1, "steps undefined --json"},
		{"steps-snippets.txt", 0, "steps snippets"},
		{"steps-similar.json", 0, "steps similar --json"},
	})
	w.broken()
	w.keepAll([]pinnedCommand{
		{"lint-broken.json", 1, "lint --json --no-cache"},
		{"lint-broken.txt", 1, "lint --no-cache"},
		{"ready-broken.json", 1, "ready --json"},
		{"list-features-broken.json", 3, "list features --json"},
	})
	w.finish("reading.sha256")
}

// withoutAutomation leaves every step to a person: nothing is built, and nothing waits for the system under test.
func (w *pinnedWorld) withoutAutomation() {
	w.change("recette.yaml", func(s string) string {
		return regexp.MustCompile(`(?s)automation:.*?step_timeout: 60s\n`).ReplaceAllString(s, "")
	})
}

// broken makes two of the features faulty.
func (w *pinnedWorld) broken() {
	w.change("features/adhesion/US-101-adherer.feature", func(s string) string {
		s = strings.Replace(s, "    Quand ", "    Qand ", 1)
		return strings.Replace(s, "@SC-0007", "@SC-0001", 1)
	})
	w.change("features/droits/US-302-habiliter-les-roles.feature", func(s string) string {
		return strings.Replace(s, "@CA-302.4", "@CA-302.99", 1)
	})
}

// TestPinned_Record: a whole campaign of people, its leaves, its procès-verbal, and what is read of it.
func TestPinned_Record(t *testing.T) {
	w := newPinnedWorld(t)
	w.withoutAutomation()
	w.add("plans/constat.yaml", "plan.yaml")
	w.add("answers/constat.yaml", "answers.yaml")
	w.run(0, "campaign", "open", "recette-v1", "--as", ppo)
	w.run(0, "campaign", "open", "constat", "--as", ppo)
	// No definition, nobody to ask: the run is recorded, outcome by outcome.
	w.keep("run.txt", []byte(w.run(1, "run", "--tags", "@SC-0001", "--as", qa)))
	w.keep("test-answers.txt", []byte(w.run(1, "test", "constat", "--answers", "answers/constat.yaml",
		"--case", "SC-0007,SC-0014,SC-0018,SC-0032,SC-0040,SC-0048,SC-0053")))
	w.typed("test-typed.txt", 1, "f\nf\nf\nc\nq\n", "SC-0054")
	w.typed("test-resumed.txt", 0, "o\nLa page est lente\n", "SC-0054")
	w.keep("test-again.txt", []byte(w.run(0, "test", "constat", "--answers", "answers/constat.yaml",
		"--case", "SC-0014", "--again")))
	w.typed("test-left.txt", 1, "f\nf\nq\n", "SC-0072")
	w.run(0, "campaign", "release", "constat", "SC-0072", "--as", ppo)
	w.typed("test-open.txt", 1, "f\nq\n", "SC-0063")
	w.run(0, "anomaly", "add", "constat", "--as", tester, "--case", "SC-0048", "--step", "3", "--severity", "bloquante",
		"--summary", "Un adhérent voit d'autres entreprises", "--workaround", "Fermer la liste aux adhérents")
	w.run(0, "anomaly", "add", "constat", "--as", tester, "--case", "SC-0007", "--step", "5", "--severity", "mineure",
		"--summary", "Pas de message sur le SIRET")
	w.run(0, "anomaly", "fix", "constat", "ANO-0001", "--as", qa, "--build", "2", "--by", "Atelier Numérique Fictif")
	w.run(0, "reserve", "add", "constat", "--as", po, "--anomaly", "ANO-0002", "--class", "mineure", "--text",
		"Un message par champ fautif", "--owner", qa, "--due", "31/01/2027", "--check", "SC-0007")
	w.keepAll([]pinnedCommand{
		{"campaign-list.json", 0, "campaign list --json"},
		{"campaign-status.json", 0, "campaign status constat --json"},
		{"campaign-status.txt", 0, "campaign status constat"},
		{"trace.table", 0, "trace"},
		{"trace.json", 0, "trace --json"},
		{"trace.csv", 0, "trace --format csv"},
		{"trace.html", 0, "trace --format html"},
		{"trace-reverse.csv", 0, "trace --reverse --format csv"},
		{"trace-reverse.html", 0, "trace --reverse --format html"},
	})
	w.workbook("trace.xlsx", "trace")
	w.workbook("trace-reverse.xlsx", "trace", "--reverse")
	w.documentation()
	w.reports("before")
	w.add("phrase.txt", "phrase.txt")
	// Keys of ECDSA come from no stream of ours: these are of the file, and the journal takes them as they are.
	for _, name := range []string{"ca", "ppo", "po"} {
		for _, part := range []string{".key.pem", ".cert.pem"} {
			w.add(".recette/keys/"+name+part, "keys/"+name+part)
		}
	}
	w.run(0, "key", "init", "--demo")
	w.run(5, "pv", "decide", "constat", "--as", po, "--decision", "accepted", "--reserve", "RES-0001")
	w.run(0, "pv", "decide", "constat", "--as", po, "--decision", "refused", "--passphrase", "file:phrase.txt",
		"--reason", "Un adhérent voit trop", "--effect", "30/11/2026", "--golive", "non")
	w.reports("decided")
	w.keepAll([]pinnedCommand{
		{"journal-verify.json", 0, "journal verify --json"},
		{"verify.json", 1, "verify decided.pdf --json"},
		{"verify.txt", 1, "verify decided.pdf"},
	})
	leaves := w.journal()
	w.signed(leaves)
	w.finish("record.sha256")
}

// drawn is a digest of what the process draws itself: keys and signatures of ECDSA come from no stream of ours.
var drawn = regexp.MustCompile(`[0-9a-f]{64}`)

// signed pins what is said of a signed procès-verbal, and the leaves that signing and closing append, without the
// digests of certificates, signatures and files that hold them.
func (w *pinnedWorld) signed(before int) {
	w.t.Helper()
	w.run(0, "pv", "sign", "decided.pdf", "--role", "ppo", "--as", ppo, "--passphrase", "file:phrase.txt",
		"-o", "signed.pdf")
	w.run(0, "pv", "sign", "signed.pdf", "--role", "po", "--as", po, "--passphrase", "file:phrase.txt")
	w.run(0, "campaign", "close", "constat", "--as", ppo, "--force", "--remark", "Suite au prochain constat")
	for _, c := range []pinnedCommand{
		{"verify-signed.json", 0, "verify signed.pdf --json"},
		{"verify-signed.txt", 0, "verify signed.pdf"},
		{"verify-journal.json", 0, "verify signed.pdf --journal --features features --json"},
		{"key-list-made.json", 0, "key list --json"},
		{"campaign-status-closed.json", 0, "campaign status constat --json"},
	} {
		w.keep(c.name, drawn.ReplaceAll([]byte(w.run(c.code, strings.Fields(c.line)...)), []byte("DIGEST")))
	}
	leaves, _ := w.exported()
	w.keep("leaves-signed.ndjson", drawn.ReplaceAll(joined(leaves[before:]), []byte("DIGEST")))
}

// typed pins a session of the tester on one case, with what is typed.
func (w *pinnedWorld) typed(name string, code int, input, id string) {
	w.t.Helper()
	w.keep(name, []byte(w.answer(code, input, "test", "constat", "--as", tester, "--case", id)))
}

// workbook pins a spreadsheet member by member.
func (w *pinnedWorld) workbook(name string, args ...string) {
	w.t.Helper()
	w.run(0, append(args, "--format", "xlsx", "--out", name)...)
	data := w.read(name)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		w.t.Fatal(err)
	}
	w.keep(name, data)
	w.keep(name+".members", members(w.t, archive))
}

// documentation pins the three forms of the documentation.
func (w *pinnedWorld) documentation() {
	w.t.Helper()
	w.keep("docs-single.json", []byte(w.run(0, "docs", "build", "--format", "single", "--out", "doc.html", "--json")))
	w.keep("doc.html", w.read("doc.html"))
	for _, form := range []string{"site", "md"} {
		w.keep("docs-"+form+".json", []byte(w.run(0, "docs", "build", "--format", form, "--out", form, "--json")))
		w.keep("docs-"+form+".members", members(w.t, os.DirFS(filepath.Join(w.dir, form))))
	}
}

// reports pins a procès-verbal in its three forms, and that of one journey.
func (w *pinnedWorld) reports(name string) {
	w.t.Helper()
	for _, form := range []string{"json", "junit", "pdf"} {
		file := name + "." + form
		w.run(0, "report", "pv", "constat", "--as", ppo, "--format", form, "--out", file)
		w.keep("pv-"+file, w.read(file))
		if form == "json" {
			golden(w.t, "pv-"+file, w.read(file))
		}
	}
	droits := name + "-droits.pdf"
	w.run(0, "report", "pv", "constat", "--as", ppo, "--format", "pdf", "--journey", "droits", "--out", droits)
	w.keep("pv-"+droits, w.read(droits))
}

// digested lays a manifest out, its bytes being pinned elsewhere, so that a difference is a line. Of a long list of
// cases only the digests stay, beside identifiers and hashes.
func digested(t *testing.T, data []byte) []byte {
	t.Helper()
	var manifest map[string]json.RawMessage
	var cases []json.RawMessage
	err := json.Unmarshal(data, &manifest)
	if err == nil {
		err = json.Unmarshal(manifest["cases"], &cases)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, raw := range cases {
		var c struct {
			ID           string `json:"id"`
			Content      string `json:"content"`
			Presentation string `json:"presentation"`
			SHA256       string `json:"sha256"`
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		c.SHA256 = digest(raw)
		if cases[i], err = json.Marshal(c); err != nil {
			t.Fatal(err)
		}
	}
	if len(cases) > 20 {
		if manifest["cases"], err = json.Marshal(cases); err != nil {
			t.Fatal(err)
		}
	}
	out, err := json.MarshalIndent(manifest, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// journal pins the leaves, the frozen manifests and the whole export, and gives the number of leaves.
func (w *pinnedWorld) journal() int {
	w.t.Helper()
	leaves, export := w.exported()
	w.sum("journal.ndjson", export)
	golden(w.t, "leaves.ndjson", joined(leaves))
	return len(leaves)
}

func joined(lines []string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

// exported reads the leaves of the log, by its export, and pins the manifests that it holds.
func (w *pinnedWorld) exported() (leaves []string, export []byte) {
	w.t.Helper()
	export = []byte(w.run(0, "journal", "export"))
	for line := range bytes.Lines(export) {
		var entry struct {
			Type string
			Data []byte
			Leaf json.RawMessage
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			w.t.Fatal(err)
		}
		switch entry.Type {
		case "leaf":
			leaves = append(leaves, string(entry.Leaf))
		case "document":
			var manifest struct{ Campaign string }
			if err := json.Unmarshal(entry.Data, &manifest); err != nil {
				w.t.Fatal(err)
			}
			w.sum("manifest-"+manifest.Campaign+".json", entry.Data)
			golden(w.t, "manifest-"+manifest.Campaign+".json", digested(w.t, entry.Data))
		}
	}
	return leaves, export
}
