// Package attacks holds what somebody who owns a project could try: files that lie, built with the real writers and
// recorded by the real journal, each with the verdict of whoever verifies. It holds tests alone.
package attacks

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/replay"
	"recette/internal/sign"
	"recette/internal/signoff"
	"recette/internal/store/sqlite"
	"recette/internal/verify"
	"recette/reports"
)

// The people of the attacks: the PPO owns the project.
var (
	elise = recette.Actor{Ref: "p-elise", Name: "Élise Fontaine", Role: recette.PPO}
	marc  = recette.Actor{Ref: "p-marc", Name: "Marc Delattre", Role: recette.PO}
	yann  = recette.Actor{Ref: "p-yann", Name: "Yann Le Goff", Role: recette.Tester}
)

const campaignID = "v1"

// testedContent is the hash of the two steps of every case.
const testedContent = "content/1:40ed048aed29055bbf2ee4d7f345819f9b5958df50a4c2e28f2d976489278abe"

var phrase = []byte("une phrase d'essai")

// world is a project whose owner lies: a real journal, real keys, and a campaign that was decided with a reserve.
type world struct {
	t         testing.TB
	now       time.Time
	db        *sqlite.DB
	path      string // of the database
	campaigns *campaign.Service
	evidence  *evidence.Store
	ring      signoff.Keyring
	signOff   *signoff.Service
	opened    map[recette.Role]*signoff.Identity
}

// words gives the texts that pages are drawn with.
func words(language string) (reports.Words, error) {
	p, err := i18n.New(i18n.Lang(language))
	if err != nil {
		return nil, err
	}
	return p.Domains("reports", "pv", "verdict", "cause", "outcome"), nil
}

func (w *world) texts() reports.Words {
	texts, err := words("fr")
	w.must(err)
	return texts
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) clock() time.Time {
	w.now = w.now.Add(time.Second)
	return w.now
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldOf(t, 3)
}

// newWorldOf makes a world whose campaign has as many cases, of a plan that may lie.
func newWorldOf(t testing.TB, cases int, lies ...func(*plan.Manifest)) *world {
	t.Helper()
	w := begun(t)
	w.keys()
	w.conduct(cases, lies)
	return w
}

// begun makes a world whose log is open, and no more.
func begun(t testing.TB) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: time.Date(2026, 11, 23, 9, 30, 0, 0, zone)}
	state := filepath.Join(t.TempDir(), ".recette")
	w.ring = signoff.Keyring(filepath.Join(state, "keys"))
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("test"))
	w.must(err)
	w.path = filepath.Join(state, "recette.db")
	w.db, err = sqlite.Create(t.Context(), sqlite.Options{
		Path: w.path, Now: w.clock, Rand: rand.Reader, LogKey: key, Project: "test",
	})
	w.must(err)
	w.must(w.db.Bind(t.Context(), "recette test", w.clock()))
	t.Cleanup(func() { w.must(w.db.Close()) })
	logKey := filepath.Join(state, "log.key")
	w.must(os.WriteFile(logKey, []byte(key), 0o600))
	w.evidence, err = evidence.New(evidence.Options{Dir: filepath.Join(state, "evidence")})
	w.must(err)
	w.campaigns, err = campaign.New(campaign.Deps{
		Journal: w.db, Clock: w.clock, Zone: zone, Rand: rand.Reader, Evidence: w.evidence,
	})
	w.must(err)
	w.signOff, err = signoff.New(signoff.Deps{
		Campaigns: w.campaigns, Evidence: w.evidence, Project: fstest.MapFS{}, Keys: w.ring, LogKey: logKey,
		Clock: w.clock, Rand: rand.Reader, Producer: "recette test", Words: words,
		Texts: func(language string) (reports.Texts, error) {
			p, err := i18n.New(i18n.Lang(language))
			if err != nil {
				return nil, err
			}
			return p.T, nil
		},
	})
	w.must(err)
	return w
}

func (w *world) keys() {
	w.t.Helper()
	w.makeKeys(map[recette.Role]string{recette.PPO: elise.Name, recette.PO: marc.Name})
	_, err := w.signOff.Declare(w.t.Context(), elise, "essai")
	w.must(err)
}

// conduct runs a campaign: one case has a picture that shows a failure, the third nobody ran, others are conform.
func (w *world) conduct(cases int, lies []func(*plan.Manifest)) {
	w.t.Helper()
	ctx := w.t.Context()
	m := plan.Manifest{
		V: plan.ManifestVersion, Campaign: campaignID, Project: "Essai", Title: "Recette", Version: "1", Language: "fr",
		TimeZone: "Europe/Paris", FrozenAt: "2026-11-23T08:00:00Z", Nature: "metier",
		Release:     plan.Release{Version: "1.4", Build: "b1"},
		Environment: plan.Environment{Name: "recette", URL: "https://rec.example.org", Build: "b1"},
		Supplier:    plan.Party{Name: "Atelier"},
	}
	j := plan.Journey{Code: "adhesion", Title: "Adhésion", Critical: true}
	for i := range cases {
		c := catalogue.Case{
			ID: fmt.Sprint("SC-", i+1), Stable: true, Content: testedContent,
			Name:     fmt.Sprint("Adhérer ", i+1),
			Feature:  catalogue.Feature{Path: "features/adhesion.feature", Name: "Adhésion"},
			Journeys: []string{j.Code}, Steps: []catalogue.Step{
				{Keyword: "Quand ", Type: "action", Text: "une entreprise adhère"},
				{Keyword: "Alors ", Type: "outcome", Text: "elle reçoit « un courriel »"},
			},
			Source: "Scénario: Adhérer\n  Quand une entreprise adhère\n",
		}
		j.Cases = append(j.Cases, c.ID)
		m.Cases = append(m.Cases, plan.FrozenCase{Case: c})
	}
	m.Journeys = []plan.Journey{j}
	for _, a := range []recette.Actor{elise, marc, yann} {
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
	}
	for _, change := range lies {
		change(&m)
	}
	w.must(w.campaigns.Open(ctx, elise, m))
	for i, c := range m.Cases {
		if i != 1 && i != 2 {
			w.record(c.ID, recette.Passed, nil)
		}
	}
	shot, err := w.campaigns.Attach(ctx, yann, campaignID, "écran.png", "image/png", bytes.NewReader(screen(0xC0)))
	w.must(err)
	w.record("SC-2", recette.Failed, []campaign.Attachment{shot})
	number, err := w.campaigns.Note(ctx, yann, campaignID, gap.Anomaly{
		Severity: recette.Minor, Case: "SC-2", Step: 2, Summary: "Le courriel n’arrive pas.",
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, elise, campaignID, gap.Reserve{
		Class: recette.Minor, Text: "Courriel en retard", Anomaly: number, Owner: "Atelier", Due: "2026-12-24",
		Check: "SC-2",
	})
	w.must(err)
	_, err = w.signOff.Decide(ctx, marc, w.unlock(marc), campaign.Decide{
		Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Suffisant pour ouvrir.",
		GoLive: "conditional",
	})
	w.must(err)
}

// screen is a picture of one tint.
func screen(tint uint8) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 120, 80))
	for i := range m.Pix {
		m.Pix[i] = 0xFF
	}
	for x := range 60 {
		m.SetRGBA(x, 40, color.RGBA{tint, 0, 0, 0xFF})
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m) // a buffer takes everything
	return b.Bytes()
}

// record conducts a manual attempt whose last step has the given verdict.
func (w *world) record(id string, v recette.Verdict, shots []campaign.Attachment) {
	w.t.Helper()
	last := campaign.Observation{Step: 1, Mode: recette.Manual, Verdict: v, Duration: time.Second, Evidence: shots}
	if v == recette.Failed {
		last.Observed = "rien ne vient"
	}
	_, err := w.campaigns.Record(w.t.Context(), yann, campaign.Result{
		Campaign: campaignID, Case: id, Content: testedContent, Attempt: 1, Pass: 1, Mode: recette.Manual, Closed: true,
		Steps: []campaign.Observation{
			{Mode: recette.Manual, Verdict: recette.Passed, Duration: time.Second}, last,
		},
	})
	w.must(err)
}

// made is a PV that was made and drawn, and what it was drawn from.
type made struct {
	draft    *signoff.Draft
	pv       reports.PV
	file     []byte
	manifest []byte
	texts    reports.Words // that the boxes of signatures are drawn with
}

// make makes and draws the PV of the campaign as the product does.
func (w *world) make() made {
	w.t.Helper()
	return w.makeOf("")
}

// makeOf makes and draws the PV of a journey as the product does.
func (w *world) makeOf(journey string) made {
	w.t.Helper()
	ctx := w.t.Context()
	number, err := w.campaigns.NextPV(ctx, elise, campaignID, journey)
	w.must(err)
	draft, err := w.signOff.Make(ctx, elise, signoff.Request{Campaign: campaignID, Journey: journey, Number: number})
	w.must(err)
	m := made{draft: draft, pv: draft.PV, texts: w.texts()}
	file, err := w.signOff.Draw(draft)
	w.must(err)
	m.file = file.Data
	m.manifest = w.contents(m.file)[reports.ManifestName]
	return m
}

// draw draws pages with the real writer from one PV, and joins the data of another: a lie when they differ.
func (w *world) draw(pages, data reports.PV, m made, texts reports.Words, files map[string][]byte) []byte {
	w.t.Helper()
	var text bytes.Buffer
	w.must(reports.JSON(&text, data))
	pages.Files = data.Files
	s := replay.Source{
		PV: &pages, Words: texts, Data: pdf.Attachment{Data: text.Bytes()}, Manifest: pdf.Attachment{Data: m.manifest},
		File: func(name string) ([]byte, bool) {
			content, ok := files[name]
			return content, ok
		},
	}
	for _, f := range data.Files {
		s.Files = append(s.Files, pdf.Attachment{Data: files[f.Name]})
	}
	file, _, err := replay.Draw(s)
	w.must(err)
	return file
}

// rendered records a file as the PV that was rendered, as the owner of the project can.
func (w *world) rendered(m made, file []byte) {
	w.t.Helper()
	w.must(w.signOff.RecordRendered(w.t.Context(), elise, m.draft, signoff.File{Data: file}))
}

// sign has both sign a file, with their keys and with none of the questions that the product asks.
func (w *world) sign(m made, file []byte, lies ...func(*sign.Request)) []byte {
	w.t.Helper()
	return w.signAs(marc, m, w.signAs(elise, m, file, lies...), lies...)
}

// signAs has one sign, and the journal record it.
func (w *world) signAs(who recette.Actor, m made, file []byte, lies ...func(*sign.Request)) []byte {
	w.t.Helper()
	r := w.signature(who, m, file, lies...)
	w.must(w.campaigns.RecordPVSigned(w.t.Context(), who, campaignID, campaign.SignedPV{
		Number: m.draft.Number, Of: verify.Digest(file), SHA256: r.FileSHA256, Signature: r.SignatureValueSHA256,
		Certificate: r.CertificateSHA256,
	}))
	return r.PDF
}

// signature has one sign, and nobody know of it.
func (w *world) signature(who recette.Actor, m made, file []byte, lies ...func(*sign.Request)) sign.Result {
	w.t.Helper()
	at := w.clock().Truncate(time.Second)
	request := sign.Request{
		Field: strings.ToUpper(string(who.Role)), Name: who.Name, At: at, Certify: who.Role == recette.PPO,
		Identity: w.unlock(who).Identity, Rand: rand.Reader, Appearance: w.box(file, who, m, at),
		Reason: reports.SignatureReason(m.texts.Text, string(who.Role), m.pv.Pronounced()),
	}
	for _, change := range lies {
		change(&request)
	}
	r, err := sign.Sign(file, request)
	w.must(err)
	return r
}

// unlock opens the key of a signer, once: a passphrase is slow to try.
func (w *world) unlock(who recette.Actor) *signoff.Identity {
	w.t.Helper()
	if w.opened[who.Role] == nil {
		if w.opened == nil {
			w.opened = map[recette.Role]*signoff.Identity{}
		}
		w.opened[who.Role] = w.opens(who, who.Role)
	}
	return w.opened[who.Role]
}

// box draws a signature box as the product does.
func (w *world) box(file []byte, who recette.Actor, m made, at time.Time) []byte {
	w.t.Helper()
	fingerprint, err := reports.Fingerprint(m.pv)
	w.must(err)
	d, err := pdf.Open(file)
	w.must(err)
	box, err := replay.Box(d, &m.pv, m.texts, fingerprint, replay.Signing{
		Field: strings.ToUpper(string(who.Role)), Name: who.Name, Level: string(w.unlock(who).Level), At: at,
	})
	w.must(err)
	return box
}

// judge verifies a file as somebody who trusts the authority of the project and has its record; files alone otherwise.
func (w *world) judge(file []byte, alone bool) *verify.Report {
	w.t.Helper()
	return w.judgeWith(file, alone, func(*verify.Options) {})
}

// judgeWith is the same, of somebody who knows more.
func (w *world) judgeWith(file []byte, alone bool, more func(*verify.Options)) *verify.Report {
	w.t.Helper()
	anchors, err := w.ring.Anchors()
	w.must(err)
	o := verify.Options{Now: w.clock(), Anchors: anchors, Pages: signoff.Pages(words, nil)}
	if !alone {
		o.Journal, o.Pages = w.db, signoff.Pages(words, w.evidence)
	}
	more(&o)
	r, err := verify.PDF(w.t.Context(), file, o)
	w.must(err)
	return r
}

// refused gives what the product finds when somebody is asked to sign a file that was recorded as rendered.
func (w *world) refused(file []byte) []verify.Finding {
	w.t.Helper()
	return w.refusedTo(elise, file)
}

// refusedTo is the same of whoever signs.
func (w *world) refusedTo(who recette.Actor, file []byte) []verify.Finding {
	w.t.Helper()
	doc, err := signoff.Read(w.t.Context(), file)
	if err != nil {
		return []verify.Finding{{Code: verify.DataUnreadable, Status: verify.NotConform}}
	}
	err = w.signOff.CheckSign(w.t.Context(), who, who.Role, doc)
	flawed, ok := errors.AsType[*signoff.NotConformError](err)
	if !ok {
		w.t.Errorf("asked to sign: %v, want a refusal of what the file holds", err)
		return nil
	}
	return flawed.Findings
}

// codes lists what a report found, remarks aside.
func codes(r *verify.Report) map[verify.Code]verify.Status {
	out := map[verify.Code]verify.Status{}
	lists := [][]verify.Finding{r.Content, r.Changes, r.Journal}
	if r.Drawing != nil {
		lists = append(lists, r.Drawing.Findings)
	}
	for i := range r.Signatures {
		lists = append(lists, r.Signatures[i].Findings)
	}
	for _, list := range lists {
		for _, f := range list {
			if f.Status != verify.Conform {
				out[f.Code] = f.Status
			}
		}
	}
	return out
}
