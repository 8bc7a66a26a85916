package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"recette/internal/kit"
)

// judges KIT RESULTS TESTER CASE:STEP:VERDICT[:TEXT]… writes what a kit hands in of some verdicts. The key of a verdict
// is made of the name of the device, which stands before the tester ("a/Théo Legrand"), the case and the step: the same
// twice is the same. "day=YYYY-MM-DD" sets the clock of the device, "build=…" the version that somebody saw, "file=…"
// joins a file to the verdict before it, "lost=…" one whose bytes the device lost; "after=N" has the case before it say
// that it follows that attempt, "at=RESULTS" gives the verdicts the instant of those of another file.
func judges(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: judges KIT RESULTS DEVICE/TESTER CASE:STEP:VERDICT[:TEXT]…")
	}
	_, data, _ := bytes.Cut([]byte(ts.ReadFile(args[0])), []byte(`id="kit">`))
	data, _, _ = bytes.Cut(data, []byte("</script>"))
	var k kit.Kit
	ts.Check(json.Unmarshal(data, &k))
	device, tester, _ := strings.Cut(args[2], "/")
	at := time.Now().Add(-10 * time.Minute).UTC()
	r := kit.Results{Kit: k.Head, Device: device, At: at.Format(time.RFC3339)}
	for _, said := range args[3:] {
		if day, ok := strings.CutPrefix(said, "day="); ok {
			var err error
			at, err = time.Parse(time.DateOnly, day)
			ts.Check(err)
			continue
		}
		if build, ok := strings.CutPrefix(said, "build="); ok {
			r.Build = build
			continue
		}
		if name, ok := strings.CutPrefix(said, "at="); ok {
			before, err := kit.Parse([]byte(ts.ReadFile(name)))
			ts.Check(err)
			at = before.Cases[0].Last()
			continue
		}
		if n, ok := strings.CutPrefix(said, "after="); ok {
			after, err := strconv.Atoi(n)
			ts.Check(err)
			r.Cases[len(r.Cases)-1].After = after
			continue
		}
		if name, ok := strings.CutPrefix(said, "lost="); ok {
			vs := r.Cases[len(r.Cases)-1].Verdicts
			vs[len(vs)-1].Files = append(vs[len(vs)-1].Files, kit.File{Name: name})
			continue
		}
		if name, ok := strings.CutPrefix(said, "file="); ok {
			vs := r.Cases[len(r.Cases)-1].Verdicts
			v := &vs[len(vs)-1]
			v.Files = append(v.Files, kit.File{Name: name, Data: []byte(ts.ReadFile(name))})
			continue
		}
		parts := strings.SplitN(said+":", ":", 4)
		step, err := strconv.Atoi(parts[1])
		ts.Check(err)
		r.Cases = withVerdict(r.Cases, &k, parts[0], kit.Verdict{
			Key:  uuid.NewSHA1(uuid.NameSpaceOID, []byte(device+parts[0]+parts[1])).String(),
			Step: step - 1, Verdict: parts[2], Tester: tester, At: at.Format(time.RFC3339), Files: []kit.File{},
		}, strings.TrimSuffix(parts[3], ":"))
	}
	body, err := json.Marshal(r)
	ts.Check(err)
	sum := sha256.Sum256(body)
	file := fmt.Sprintf(`{"format":%q,"sha256":%q,"results":%s}`, kit.Format, hex.EncodeToString(sum[:]), body)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(file), 0o600))
}

func withVerdict(cases []kit.Case, k *kit.Kit, id string, v kit.Verdict, text string) []kit.Case {
	switch v.Verdict {
	case "failed":
		v.Observed = text
	case "blocked":
		v.Cause = text
	case "not_applicable":
		v.Reason = text
	default:
		v.Comment = text
	}
	at := slices.IndexFunc(cases, func(c kit.Case) bool { return c.ID == id })
	if at < 0 {
		c := kit.Case{ID: id, Content: "content/1:none", Ended: true}
		for i := range k.Rows {
			if k.Rows[i].ID == id {
				c.Content, c.After = k.Rows[i].Content, k.Rows[i].After
			}
		}
		cases, at = append(cases, c), len(cases)
	}
	cases[at].Verdicts = append(cases[at].Verdicts, v)
	return cases
}
