package web_test

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/internal/verify"
)

// leaves counts the facts of a kind.
func (w *world) leaves(kind journal.Kind) (all []journal.Leaf) {
	w.t.Helper()
	for rec, err := range w.record.Records(w.t.Context(), journal.Filter{Kinds: []journal.Kind{kind}}) {
		w.must(err)
		all = append(all, rec.Leaf)
	}
	return all
}

// TestReception: from the follow-up to a PV that both signed, by people who prove who they are, in pages without any
// script. The downloaded file verifies, and what says how they proved it is bound to the file.
func TestReception(t *testing.T) {
	w := decidable(t)
	ppo, po := w.entered(elise), w.entered(marc)
	_, page := po.get(atDeciding)
	for _, said := range []string{"Tout est exécuté", "1 / 1", "atteint", "Prononcer la décision"} {
		if !strings.Contains(page, said) {
			t.Errorf("the page does not say %q\n%s", said, page)
		}
	}
	if status, page := po.decides(nil); status != http.StatusSeeOther {
		t.Fatalf("deciding: %d\n%s", status, page)
	}
	if n := len(w.leaves(journal.KindDecision)); n != 1 {
		t.Fatalf("%d decisions", n)
	}
	pv := ppo.establishes()
	rendered := w.leaves(journal.KindPVRendered)[0].PV.SHA256
	if _, page := po.get(pv); strings.Contains(page, pv+"/signature") {
		t.Error("the PO is offered to sign before the PPO")
	}
	if status, page := ppo.signsAt(pv, secret, phraseOfElise); status != http.StatusSeeOther {
		t.Fatalf("the PPO signs: %d\n%s", status, page)
	}
	w.worthless = "sans aucune valeur"
	if _, page := po.get(pv + "?verifier=oui"); !strings.Contains(
		page, `<p class="now blocked" role="status">verdict not_conformPO<br>sans aucune valeur</p>`,
	) {
		t.Errorf("what the page says of a PV that the PO is to sign\n%s", page)
	}
	w.worthless = ""
	if status, page := po.signsAt(pv, secret, phraseOfMarc); status != http.StatusSeeOther {
		t.Fatalf("the PO signs: %d\n%s", status, page)
	}
	signed := w.leaves(journal.KindPVSigned)
	if len(signed) != 2 {
		t.Fatalf("%d signatures", len(signed))
	}
	for i, of := range []string{rendered, signed[0].PV.SHA256} {
		if c := signed[i].PV.Confirmed; c == nil || c.How != "password" || c.Of != of || !signed[i].Actor.Auth {
			t.Errorf("signature %d: %+v", i, signed[i].PV)
		}
	}
	_, page = po.get(pv + "?verifier=oui")
	if !strings.Contains(page, `now passed" role="status">verdict conform</p>`) ||
		!strings.Contains(page, "Mot de passe du compte redonné") {
		t.Errorf("what the page says of it\n%s", page)
	}
	last := signed[1].PV.SHA256
	status, file := po.get(pv + "/" + last + "?garder=oui")
	if status != http.StatusOK || verify.Digest([]byte(file)) != last {
		t.Fatalf("the file: %d", status)
	}
	path := filepath.Join(t.TempDir(), "pv.pdf")
	w.must(os.WriteFile(path, []byte(file), 0o600))
	if exe, err := exec.LookPath("pdfsig"); err == nil {
		out, err := exec.Command(exe, path).CombinedOutput()
		if n := strings.Count(string(out), "Signature is Valid"); err != nil && n != 2 || n != 2 {
			t.Errorf("pdfsig: %v\n%s", err, out)
		}
	}
	for _, typed := range []string{secret, phraseOfElise, phraseOfMarc} {
		if strings.Contains(w.log.String(), typed) || strings.Contains(page, typed) {
			t.Errorf("%q is told", typed)
		}
	}
}

// TestReception_Refuses: what is refused is said by its rule, records nothing, and gives back what was typed but
// secrets.
func TestReception_Refuses(t *testing.T) {
	w := decidable(t)
	_, err := w.campaigns.Note(t.Context(), yann, "v1", gap.Anomaly{
		Severity: recette.Blocking, Case: "SC-1", Summary: "tout casse " + hostile,
	})
	w.must(err)
	po := w.entered(marc)
	for name, tt := range map[string]struct {
		typed  url.Values
		status int
		said   string
	}{
		"a rule":         {nil, http.StatusConflict, "anomalie bloquante ouverte"},
		"no reason":      {url.Values{"decision": {"refused"}}, http.StatusConflict, "il manque le motif"},
		"another regime": {url.Values{"decision": {"admitted"}}, http.StatusConflict, "ne connaît pas cette décision"},
		"no rate":        {url.Values{"decision": {"refused"}, "taux": {"x"}}, http.StatusConflict, "pourcentage"},
		"a wrong password": {
			url.Values{"mot-de-passe": {"faux"}}, http.StatusForbidden, "n’est pas celui de votre compte",
		},
		"a wrong passphrase": {
			url.Values{"decision": {"refused"}, "motif": {"non"}, "phrase": {"fausse"}},
			http.StatusConflict,
			"n’ouvre pas votre clé",
		},
		"no place in the log": {url.Values{"vu": {"x"}}, http.StatusConflict, ""},
	} {
		typed := url.Values{"lieu": {"à Brest " + hostile}}
		maps.Copy(typed, tt.typed)
		status, page := po.decides(typed)
		if status != tt.status && name != "no place in the log" || !strings.Contains(page, tt.said) {
			t.Errorf("%s: %d, want %d and %q\n%s", name, status, tt.status, tt.said, page)
		}
		if name != "no place in the log" && !strings.Contains(page, "à Brest &lt;script") {
			t.Errorf("%s: what was typed is gone", name)
		}
		if strings.Contains(page, secret) || strings.Contains(page, phraseOfMarc) ||
			strings.Contains(page, "<script>alert") {
			t.Errorf("%s: the page gives back what it must not", name)
		}
	}
	if n := len(w.leaves(journal.KindDecision)); n != 0 {
		t.Errorf("%d decisions are recorded", n)
	}
}

// TestReception_Moved: who decides upon a page of before is told what came since, and decides once they have read it.
func TestReception_Moved(t *testing.T) {
	w := decidable(t)
	po := w.entered(marc)
	form := po.fills(atDeciding, atReception+"/decision", url.Values{
		"decision": {"refused"}, "motif": {"trop lent"}, "mot-de-passe": {secret}, "phrase": {phraseOfMarc},
	})
	w.finds(2)
	status, page := po.post(atReception+"/decision", form)
	if status != http.StatusConflict || !strings.Contains(page, "la campagne a changé") ||
		!strings.Contains(page, "(SC-1), par Samira Haddad") || !strings.Contains(page, "trop lent</textarea>") {
		t.Errorf("a page of before: %d\n%s", status, page)
	}
	if n := len(w.leaves(journal.KindDecision)); n != 0 {
		t.Fatalf("%d decisions are recorded", n)
	}
	form = heldBy(t, page, atReception+"/decision")
	for k, v := range map[string]string{
		"decision": "refused", "motif": "trop lent", "mot-de-passe": secret, "phrase": phraseOfMarc,
	} {
		form.Set(k, v)
	}
	if status, page := po.post(atReception+"/decision", form); status != http.StatusSeeOther {
		t.Errorf("once it was read: %d\n%s", status, page)
	}
}

// TestReception_LostTexts: what somebody typed comes back when the page does not hold its form any more.
func TestReception_LostTexts(t *testing.T) {
	w := decidable(t)
	c := w.inside()
	c.post("/campagnes/v1/moi/reception", url.Values{"personne": {marc.Ref}})
	form := c.fills(atDeciding, atReception+"/decision", url.Values{"decision": {"refused"}, "motif": {"à garder"}})
	c.post("/campagnes/v1/moi/reception", url.Values{"personne": {samira.Ref}})
	status, page := c.post(atReception+"/decision", form)
	if status != http.StatusConflict || strings.Contains(page, "à garder</textarea>") ||
		!strings.Contains(page, "à garder") {
		t.Errorf("%d\n%s", status, page)
	}
}

// TestReception_Twice: a second press of any button records nothing more, whichever comes first.
func TestReception_Twice(t *testing.T) {
	w := decidable(t)
	ppo, po := w.entered(elise), w.entered(marc)
	twice := func(c *client, path string, form url.Values) {
		t.Helper()
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if status, page := c.post(path, form); status != http.StatusSeeOther {
					t.Errorf("%s: %d\n%s", path, status, page)
				}
			})
		}
		all.Wait()
	}
	twice(po, atReception+"/decision", po.fills(atDeciding, atReception+"/decision", url.Values{
		"decision": {"accepted"}, "mot-de-passe": {secret}, "phrase": {phraseOfMarc},
	}))
	twice(ppo, atReception+"/pv", ppo.fills(atReception, atReception+"/pv", nil))
	pv := "/campagnes/v1/pv/" + w.leaves(journal.KindPVRendered)[0].PV.Number
	twice(ppo, pv+"/signature", ppo.fills(pv, pv+"/signature", url.Values{
		"mot-de-passe": {secret}, "phrase": {phraseOfElise},
	}))
	for kind, want := range map[journal.Kind]int{
		journal.KindDecision: 1, journal.KindPVRendered: 1, journal.KindPVSigned: 1,
	} {
		if n := len(w.leaves(kind)); n != want {
			t.Errorf("%d of %s, want %d", n, kind, want)
		}
	}
	files, err := os.ReadDir(w.pvs)
	if err != nil || len(files) != 2 {
		t.Errorf("%d files of PVs, %v", len(files), err)
	}
}

// TestReception_SignsWhatIsShown: a file that another one signed since is refused, and so are wrong secrets, which are
// counted as at the door.
func TestReception_SignsWhatIsShown(t *testing.T) {
	w := decidable(t)
	ppo, po := w.entered(elise), w.entered(marc)
	if status, page := po.decides(nil); status != http.StatusSeeOther {
		t.Fatalf("deciding: %d\n%s", status, page)
	}
	pv := ppo.establishes()
	stale := ppo.fills(pv, pv+"/signature", url.Values{"mot-de-passe": {secret}, "phrase": {phraseOfElise}})
	for name, tt := range map[string]struct {
		password, phrase string
		status           int
		said             string
	}{
		"a wrong password":      {"faux", phraseOfElise, http.StatusForbidden, "n’est pas celui de votre compte"},
		"a wrong passphrase":    {secret, "fausse", http.StatusConflict, "n’ouvre pas votre clé"},
		"that of somebody else": {secret, phraseOfMarc, http.StatusConflict, "n’ouvre pas votre clé"},
		"none":                  {secret, "", http.StatusConflict, "n’ouvre pas votre clé"},
	} {
		status, page := ppo.signsAt(pv, tt.password, tt.phrase)
		if status != tt.status || !strings.Contains(page, tt.said) {
			t.Errorf("%s: %d\n%s", name, status, page)
		}
	}
	if n := len(w.leaves(journal.KindPVSigned)); n != 0 {
		t.Fatalf("%d signatures", n)
	}
	if status, page := ppo.signsAt(pv, secret, phraseOfElise); status != http.StatusSeeOther {
		t.Fatalf("signing: %d\n%s", status, page)
	}
	another := stale
	another.Set("cle", "5f0c1b0e-7a64-4f7e-9d2b-6b8f0c2d1a11")
	another.Set("phrase", phraseOfMarc)
	if status, page := po.post(pv+"/signature", another); status != http.StatusConflict ||
		len(w.leaves(journal.KindPVSigned)) != 1 {
		t.Errorf("the PO signs what was shown before: %d\n%s", status, page)
	}
	w.finds(2)
	status, page := po.get(pv)
	if status != http.StatusOK || strings.Contains(page, pv+"/signature") ||
		!strings.Contains(page, "Vous ne signez pas") {
		t.Errorf("a PV that facts overtook: %d\n%s", status, page)
	}
	guess := po.fills(atDeciding, atReception+"/decision", url.Values{
		"decision": {"refused"}, "mot-de-passe": {"faux"},
	})
	waits := 0
	for range 12 {
		if status, _ := po.post(atReception+"/decision", guess); status == http.StatusTooManyRequests {
			waits++
		}
	}
	if waits == 0 {
		t.Error("guessing is not counted")
	}
}

// TestReception_Readers: testers do not see what is decided upon; nobody signs for somebody else.
func TestReception_Readers(t *testing.T) {
	w := decidable(t)
	ppo, tester := w.entered(elise), w.entered(yann)
	pv := ppo.establishes()
	sum := w.leaves(journal.KindPVRendered)[0].PV.SHA256
	nowhere := func(path string) string {
		_, page := tester.get(path)
		return strings.ReplaceAll(page, path, "")
	}
	for _, path := range []string{atReception, pv, pv + "/" + sum} {
		never := strings.Replace(path, "/v1/", "/v9/", 1)
		status, page := tester.get(path)
		if status != http.StatusNotFound || strings.ReplaceAll(page, path, "") != nowhere(never) {
			t.Errorf("%s answers a tester %d", path, status)
		}
	}
	for _, path := range []string{
		atReception + "/decision", atReception + "/pv", atReception + "/alerte", pv + "/signature",
	} {
		status, page := tester.post(path, url.Values{
			"cle": {"5f0c1b0e-7a64-4f7e-9d2b-6b8f0c2d1a11"}, "vu": {"5"}, "decision": {"refused"}, "motif": {"non"},
			"mot-de-passe": {secret}, "phrase": {phraseOfMarc}, "fichier": {sum},
		})
		if status != http.StatusNotFound || strings.Contains(page, "Recette d’été") {
			t.Errorf("%s answers a tester %d\n%s", path, status, page)
		}
	}
	for who, c := range map[string]*client{"the PPO": ppo, "a tester": tester} {
		_, page := c.get("/campagnes/v1")
		if leads := strings.Contains(page, `href="`+atReception+`"`); leads != (who == "the PPO") {
			t.Errorf("the follow-up leads %s there: %t", who, leads)
		}
	}
	if _, page := w.entered(samira).get(atReception); strings.Contains(page, "Passer à la décision") ||
		!strings.Contains(page, "Vous ne décidez pas maintenant") {
		t.Error("a QA is offered to decide, or is not told why not")
	}
	for _, kind := range []journal.Kind{journal.KindDecision, journal.KindPVSigned} {
		if n := len(w.leaves(kind)); n != 0 {
			t.Errorf("%d of %s", n, kind)
		}
	}
}

// TestReception_ByTheKey: who holds the files says as whom they act, and proves it by the passphrase of the key alone,
// as on the command line: the journal says no more.
func TestReception_ByTheKey(t *testing.T) {
	w := decidable(t)
	c := w.inside()
	_, page := c.get(atReception)
	if strings.Contains(page, "mot-de-passe") || !strings.Contains(page, "Au nom de qui agissez-vous") {
		t.Errorf("before it is said\n%s", page)
	}
	is := func(who recette.Actor, want int) {
		t.Helper()
		status, _ := c.post("/campagnes/v1/moi/reception", url.Values{"personne": {who.Ref}})
		if status != want {
			t.Fatalf("acting as %s: %d, want %d", who.Name, status, want)
		}
	}
	is(yann, http.StatusNotFound)
	is(marc, http.StatusSeeOther)
	if status, page := c.decides(nil); status != http.StatusSeeOther {
		t.Fatalf("deciding: %d\n%s", status, page)
	}
	is(elise, http.StatusSeeOther)
	pv := c.establishes()
	if status, page := c.signsAt(pv, "", phraseOfElise); status != http.StatusSeeOther {
		t.Fatalf("signing: %d\n%s", status, page)
	}
	if x := w.leaves(journal.KindPVSigned)[0]; x.PV.Confirmed != nil || w.leaves(journal.KindDecision)[0].Actor.Auth {
		t.Errorf("it says more than was proved: %+v", x.PV)
	}
}

// TestReception_Route: what the plan asks of others before the decision is given from the same page, and the decision
// waits for it, by its rule.
func TestReception_Route(t *testing.T) {
	w := decidable(t, visaOf(recette.QA))
	ppo, qa, po := w.entered(elise), w.entered(samira), w.entered(marc)
	if _, page := po.get(atReception); !strings.Contains(page, "aucun PV n’est au visa") ||
		!strings.Contains(page, "Vous ne décidez pas maintenant") {
		t.Errorf("before the route\n%s", page)
	}
	pv := ppo.establishes()
	number := pv[strings.LastIndex(pv, "/")+1:]
	form := ppo.fills(atReception, atReception+"/soumission", url.Values{"pv": {number}})
	if status, page := ppo.post(atReception+"/soumission", form); status != http.StatusSeeOther {
		t.Fatalf("submitting: %d\n%s", status, page)
	}
	form = qa.fills(atReception, atReception+"/visa", url.Values{"acte": {"refuse"}})
	if status, page := qa.post(atReception+"/visa", form); status != http.StatusConflict {
		t.Errorf("refusing without a reason: %d\n%s", status, page)
	}
	form = qa.fills(atReception, atReception+"/visa", url.Values{"acte": {"give"}})
	if status, page := qa.post(atReception+"/visa", form); status != http.StatusSeeOther {
		t.Fatalf("the visa: %d\n%s", status, page)
	}
	form = qa.fills(atReception, atReception+"/avis", url.Values{
		"avis": {"favourable"}, "propos": {"rien à dire " + hostile},
	})
	if status, page := qa.post(atReception+"/avis", form); status != http.StatusSeeOther {
		t.Fatalf("the opinion: %d\n%s", status, page)
	}
	_, page := po.get(atReception)
	if strings.Contains(page, "<script>alert") || !strings.Contains(page, "rien à dire &lt;script") {
		t.Errorf("the opinion is not shown as it was typed\n%s", page)
	}
	if status, page := po.decides(nil); status != http.StatusSeeOther {
		t.Errorf("deciding once the route is complete: %d\n%s", status, page)
	}
}

// TestReception_DecidesAlone: without a script, no other form of the page that the decision is typed in is sent and
// loses it, before a refusal and after it; the page of the others does not hold it.
func TestReception_DecidesAlone(t *testing.T) {
	w := decidable(t, func(m *plan.Manifest) {
		m.Sections.Signoff = route.Policy{Effect: "warn", Visas: []route.Visa{{Role: string(recette.QA)}}}
	})
	po := w.entered(marc)
	sent := regexp.MustCompile(`<form method="post" action="(/campagnes/[^"]*)"`)
	_, alone := po.get(atDeciding)
	_, others := po.get(atReception)
	if strings.Contains(others, atReception+"/decision") || !strings.Contains(others, `"`+atDeciding+`#decision"`) {
		t.Errorf("the page of the other forms\n%s", others)
	}
	if !strings.Contains(others, atReception+"/alerte") {
		t.Errorf("no warning is to be answered\n%s", others)
	}
	_, refused := po.decides(url.Values{"decision": {"refused"}})
	for name, page := range map[string]string{"first": alone, "refused": refused} {
		all := sent.FindAllStringSubmatch(page, -1)
		if len(all) != 1 || all[0][1] != atReception+"/decision" {
			t.Errorf("%s: the forms are %q", name, all)
		}
	}
	if _, page := w.entered(samira).get(atDeciding); strings.Contains(page, atReception+"/decision") {
		t.Error("a tester is offered to decide")
	}
}

// TestReception_Again: the line of a decision says until when it postpones, and the form that another one would replace
// it.
func TestReception_Again(t *testing.T) {
	w := decidable(t)
	po := w.entered(marc)
	const replaces = "une nouvelle la remplacerait"
	if _, page := po.get(atDeciding); strings.Contains(page, replaces) {
		t.Error("nothing is decided yet")
	}
	status, page := po.decides(url.Values{
		"decision": {"postponed"}, "motif": {"données incomplètes"}, "echeance": {"2027-03-31"},
	})
	if status != http.StatusSeeOther {
		t.Fatalf("postponing: %d\n%s", status, page)
	}
	for _, at := range []string{atReception, atDeciding} {
		_, page := po.get(at)
		for _, said := range []string{"nouvelle échéance : 31/03/2027", replaces} {
			if !strings.Contains(page, said) {
				t.Errorf("%s does not say %q\n%s", at, said, page)
			}
		}
	}
}

// TestReception_Warnings: each is answered by who may, once.
func TestReception_Warnings(t *testing.T) {
	w := decidable(t)
	po := w.entered(marc)
	_, page := po.get(atReception)
	codes := regexp.MustCompile(`name="alerte" value="([^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(codes) == 0 {
		t.Fatalf("no warning\n%s", page)
	}
	form := heldBy(t, page, atReception+"/alerte")
	form.Set("reponse", "vu avec la QA")
	for range 2 {
		if status, page := po.post(atReception+"/alerte", form); status != http.StatusSeeOther {
			t.Fatalf("answering: %d\n%s", status, page)
		}
	}
	if n := len(w.leaves(journal.KindAnswer)); n != 1 {
		t.Errorf("%d answers", n)
	}
	if _, page := po.get(atReception); !strings.Contains(page, "vu avec la QA") {
		t.Error("the answer is not shown")
	}
}

// TestReception_WithoutTheFile: a PV that was made elsewhere is not signed here until its file is.
func TestReception_WithoutTheFile(t *testing.T) {
	w := decidable(t)
	ppo := w.entered(elise)
	pv := ppo.establishes()
	sum := w.leaves(journal.KindPVRendered)[0].PV.SHA256
	own, left := filepath.Join(w.pvs, sum+".pdf"), filepath.Join(filepath.Dir(filepath.Dir(w.pvs)), "PV du comité.pdf")
	data, err := os.ReadFile(own)
	w.must(err)
	w.must(os.Remove(own))
	if _, page := ppo.get(pv); !strings.Contains(page, "n’est pas sur ce serveur") ||
		strings.Contains(page, "..</p>") || strings.Contains(page, "<iframe") {
		t.Errorf("without its file\n%s", page)
	}
	w.must(os.WriteFile(left, data, 0o600))
	if _, page := ppo.get(pv); !strings.Contains(page, "<iframe") {
		t.Errorf("with the file that the command line left\n%s", page)
	}
	w.must(os.WriteFile(own, append(data, '\n'), 0o600)) // what is not what the journal names is nothing
	if status, file := ppo.get(pv + "/" + sum); status != http.StatusOK || verify.Digest([]byte(file)) != sum {
		t.Errorf("beside a file that was altered: %d", status)
	}
}

// TestReception_Full: nothing is said to be recorded that is not, and what was typed stays.
func TestReception_Full(t *testing.T) {
	w := decidable(t)
	po := w.entered(marc)
	full := error(os.ErrPermission)
	w.full.Store(&full)
	status, page := po.decides(url.Values{"motif": {"parce que"}})
	if status != http.StatusServiceUnavailable || !strings.Contains(page, "le disque a lâché") ||
		!strings.Contains(page, "parce que") {
		t.Errorf("a disk that is full: %d\n%s", status, page)
	}
}

// TestDocuments: they are made for who may read them, and offered to be kept.
func TestDocuments(t *testing.T) {
	w := decidable(t, func(m *plan.Manifest) {})
	c := w.entered(samira)
	if _, page := c.get("/campagnes/v1/documents"); !strings.Contains(page, "documents/bilan?format=json") {
		t.Errorf("the list\n%s", page)
	}
	for path, want := range map[string]int{
		"bilan": http.StatusOK, "bilan?format=json": http.StatusOK, "bilan?format=exe": http.StatusNotFound,
		"rien": http.StatusNotFound,
	} {
		if status, _ := c.get("/campagnes/v1/documents/" + path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

// TestDocuments_NoRoom: files of PVs and documents take of the memory that there is for files, and give it back; what
// is refused meanwhile is asked for again, and keeps no other from being made.
func TestDocuments_NoRoom(t *testing.T) {
	t.Parallel() // it waits
	w := decidable(t)
	w.server.Hasten(short)
	ppo := w.entered(elise)
	pv := ppo.establishes()
	_, page := ppo.get(pv)
	file := regexp.MustCompile(`href="(` + pv + `/[0-9a-f]{64}[^"]*)"`).FindStringSubmatch(page)
	if file == nil {
		t.Fatalf("no file on the page of the PV\n%s", page)
	}
	all := []string{pv, file[1], "/campagnes/v1/documents/bilan"}
	done := w.server.Fill()
	for _, at := range all {
		if status, _ := ppo.get(at); status != http.StatusServiceUnavailable {
			t.Errorf("%s, when there is no room: %d", at, status)
		}
	}
	done()
	for _, at := range all {
		if status, _ := ppo.get(at); status != http.StatusOK {
			t.Errorf("%s, once there is room: %d", at, status)
		}
	}
	w.judged = func() {
		if w.server.Sends() {
			t.Error("a file that was only looked for keeps its room while the PV is judged")
		}
	}
	if status, page := ppo.get(pv + "?verifier=oui"); status != http.StatusOK || !strings.Contains(page, "verdict ") {
		t.Errorf("judging: %d\n%s", status, page)
	}
	w.server.Fill()()
}

// TestDocuments_NoRoomToSign: that there is no room for the file of a PV hides neither what became of a signature nor
// the key under which it is sent again.
func TestDocuments_NoRoomToSign(t *testing.T) {
	t.Parallel() // it waits
	w := decidable(t)
	w.server.Hasten(short)
	ppo := w.entered(elise)
	pv := ppo.establishes()
	form := ppo.fills(pv, pv+"/signature", url.Values{"mot-de-passe": {secret}, "phrase": {phraseOfElise}})
	none := func() (status int, page string) {
		defer w.server.Fill()()
		return ppo.post(pv+"/signature", form)
	}
	w.cut.Store(true)
	status, page := none()
	w.cut.Store(false)
	if status != http.StatusServiceUnavailable || !strings.Contains(page, "On ne sait pas si c’est enregistré") ||
		heldBy(t, page, pv+"/signature").Get("cle") != form.Get("cle") ||
		strings.Contains(page, "n’est pas sur ce serveur") {
		t.Errorf("a late answer: %d\n%s", status, page)
	}
	err := errors.New("input/output error")
	w.sealing.Store(&err)
	if status, page := none(); status != http.StatusOK || !strings.Contains(page, "C’est enregistré") {
		t.Errorf("nothing is signed: %d\n%s", status, page)
	}
	if n := len(w.leaves(journal.KindPVSigned)); n != 1 {
		t.Errorf("%d signatures", n)
	}
}
