package bench

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"recette/internal/i18n"
	"recette/internal/pdf"
	"recette/internal/sign"
	"recette/reports"
)

// pvMode is the first argument of this test binary when it makes a PV and measures itself.
const pvMode = "recette-bench-pv"

// pvCost is what a child process that made a PV says of it.
type pvCost struct {
	Render, Finalise, Sign time.Duration
	Model, Peak            float64 // MiB: live heap with the model alone, peak of the process
	Pages, Bytes           int
}

func (c pvCost) wall() time.Duration { return c.Render + c.Finalise + c.Sign }

// BenchmarkPV makes a PV from its model: pages, machine-readable data, finalisation and two signatures, in a process of
// its own. The targets are a second and 60 MiB at 1,000 scenarios, and growth that is linear from 100 to 10,000.
func BenchmarkPV(b *testing.B) {
	var t report
	t.row(
		"PV of n scenarios of ten steps, all texts", "pages", "size", "render", "finalise", "two signatures", "wall",
		"per scenario", "peak memory", "of which the model", "target",
	)
	var walls []float64
	var at1000 pvCost
	for _, n := range []int{100, 1000, 10000} {
		samples := make([]pvCost, 3)
		for i := range samples {
			out, err := exec.Command(os.Args[0], pvMode, strconv.Itoa(n)).Output()
			if err != nil {
				b.Fatalf("%v: %s", err, out)
			}
			if err := json.Unmarshal(out, &samples[i]); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
		}
		slices.SortFunc(samples, func(a, b pvCost) int { return cmp.Compare(a.wall(), b.wall()) })
		c, target := samples[1], "" // the median
		for _, s := range samples {
			c.Peak = max(c.Peak, s.Peak)
		}
		if n == 1000 {
			at1000, target = c, "< 1 s, < 60 MiB"
		}
		walls = append(walls, c.wall().Seconds()/float64(n))
		t.row(
			strconv.Itoa(n)+" scenarios", strconv.Itoa(c.Pages), mib(float64(c.Bytes)/(1<<20)), seconds(c.Render),
			seconds(c.Finalise),
			seconds(c.Sign), seconds(c.wall()), fmt.Sprintf("%.3f ms", c.wall().Seconds()*1000/float64(n)), mib(c.Peak),
			mib(c.Model), target,
		)
	}
	for i, name := range []string{"100 to 1,000", "1,000 to 10,000"} {
		t.row(
			"time per scenario, "+name, "", "", "", "", "", "", times(walls[i+1]/walls[i]), "", "",
			"linear: about 1 x at most",
		)
	}
	t.log(b)
	done(b)
	b.ReportMetric(at1000.wall().Seconds(), "s-at-1000")
	b.ReportMetric(at1000.Peak, "peak-MiB-at-1000")
	b.ReportMetric(walls[2]/walls[1], "growth-1000-to-10000")
}

// pvChild makes a PV as "recette report pv" and "recette pv sign" do, and prints what it took.
func pvChild(args []string) int {
	c, err := makePV(args)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func makePV(args []string) (c pvCost, err error) {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return c, err
	}
	words, err := i18n.New("fr")
	if err != nil {
		return c, err
	}
	ppo, po, err := signers()
	if err != nil {
		return c, err
	}
	pv := model(n)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	c.Model = float64(m.HeapAlloc) / (1 << 20)

	began := time.Now()
	raw, o, pages, err := render(pv, words)
	if err != nil {
		return c, err
	}
	c.Pages, c.Render = pages, time.Since(began)
	began = time.Now()
	file, err := pdf.Finalise(raw, o)
	if err != nil {
		return c, err
	}
	c.Finalise, began = time.Since(began), time.Now()
	for _, s := range []signer{ppo, po} {
		if file, err = s.sign(file, pv, words); err != nil {
			return c, err
		}
	}
	c.Sign, c.Bytes = time.Since(began), len(file)
	if len(args) > 1 {
		if err := os.WriteFile(filepath.Join(args[1], "pv.pdf"), file, 0o600); err != nil {
			return c, err
		}
	}
	c.Peak, err = highWater("/proc/self")
	runtime.KeepAlive(&pv)
	return c, err
}

// render draws the pages and says how they are to be finalised.
func render(pv reports.PV, words *i18n.Printer) ([]byte, pdf.Options, int, error) {
	var raw bytes.Buffer
	layout, err := reports.PDF(&raw, pv, reports.PDFOptions{Texts: words.T})
	if err != nil {
		return nil, pdf.Options{}, 0, err
	}
	o := pdf.Options{
		Title: pv.Title, Author: pv.Client.Name, Subject: pv.Reference.Campaign, Language: pv.Language,
		CreatedAt: pv.IssuedAt, Producer: pv.Producer,
		Attachments: []pdf.Attachment{{
			Name: "pv.json", MIME: "application/json", Relationship: "Data",
			Write: func(w io.Writer) error { return reports.JSON(w, pv) },
		}},
	}
	for i, box := range layout.Boxes {
		o.Fields = append(o.Fields, pdf.SignatureField{
			Name: box.Field, Tooltip: box.Field, Page: box.Page, Rect: box.Rect, Lock: i == len(layout.Boxes)-1,
		})
	}
	return raw.Bytes(), o, layout.Pages, nil
}

type signer struct {
	role sign.Role
	name string
	id   *sign.Identity
}

func signers() (ppo, po signer, err error) {
	a,
		err := sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC des mesures", Project: "mesures", At: day, Demo: true},
	)
	if err != nil {
		return ppo, po, err
	}
	ppo, po = signer{role: sign.RolePPO, name: "Ada Pelletier"}, signer{role: sign.RolePO, name: "Paul Ouellet"}
	for _, s := range []*signer{&ppo, &po} {
		if s.id, err = a.Issue(sign.IssueRequest{Name: s.name, Role: s.role, At: day}); err != nil {
			return ppo, po, err
		}
	}
	return ppo, po, nil
}

func (s signer) sign(file []byte, pv reports.PV, words *i18n.Printer) ([]byte, error) {
	sum, err := reports.Fingerprint(pv)
	if err != nil {
		return nil, err
	}
	box, err := reports.SignatureBox(reports.SignatureBoxOptions{
		Texts: words.T, Language: "fr", Width: 240, Height: 74, Name: s.name, Role: string(s.role),
		Decision: "accepted",
		At:       day, Fingerprint: sum, Level: "demo", Demo: true,
	})
	if err != nil {
		return nil, err
	}
	r, err := sign.Sign(file, sign.Request{
		Field: string(s.role), Name: s.name, Reason: "Recette", At: day.Add(time.Minute),
		Certify:  s.role == sign.RolePPO,
		Identity: s.id, Appearance: box,
	})
	return r.PDF, err
}

// The PV that is measured is a real one: tools that nobody here wrote read it.
func TestMeasuredPVIsSound(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("SKIPPED: needs qpdf")
	}
	dir := t.TempDir()
	c, err := makePV([]string{"20", dir})
	if err != nil {
		t.Fatal(err)
	}
	if c.Pages < 5 {
		t.Errorf("%d pages for 20 scenarios, want more than 5", c.Pages)
	}
	if out, err := exec.Command(qpdf, "--check", filepath.Join(dir, "pv.pdf")).CombinedOutput(); err != nil {
		t.Errorf("qpdf --check: %v\n%s", err, out)
	}
}
