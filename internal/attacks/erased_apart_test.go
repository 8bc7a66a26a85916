package attacks

import (
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// The people whom the plan of these tests names, and who take no part.
const nadiaApart, paulApart = "Nadia Lefort", "Paul Roy"

// namedApart lets a plan name people who take no part.
func namedApart(m *plan.Manifest) {
	m.Client.Representative, m.Supplier.Representative = nadiaApart, paulApart
	m.OutOfScope = []plan.Exclusion{{What: "l’export", Reason: "tard", AgreedBy: marc.Name}}
	m.Sections = &plan.Sections{
		Contacts: []plan.Contact{{Name: paulApart}, {Name: strings.ToUpper(nadiaApart)}},
		Distribution: plan.Distribution{
			Recipients: []string{
				nadiaApart + ", cabinet", "Paul Roy, direction", "la cellule", marc.Name + " (direction)",
				marc.Name + ", responsable de la recette", "M. " + marc.Name + ", directeur général adjoint",
				marc.Name + " et " + elise.Name, marc.Name + " - gardien du temple",
			},
		},
	}
}

// The places of the plan of these tests.
const (
	customer   = "/client/representative"
	supplier   = "/supplier/representative"
	contacts   = "/sections/contacts/"
	recipients = "/sections/distribution/recipients/"
)

// erases appends a leaf that erases names at places of the plan: of each reference, by path.
func (w *world) erases(who recette.Actor, places map[string]string) {
	w.t.Helper()
	m, err := w.campaigns.Outline(w.t.Context(), elise, campaignID)
	w.must(err)
	w.leaf(who, journal.KindPersonalErase, func(l *journal.Leaf, text func(string) string) {
		l.Erase = &journal.Erase{Reason: text("RGPD")}
		for path, ref := range places {
			l.Erase.Refs = append(l.Erase.Refs, ref)
			l.Erase.Places = append(l.Erase.Places, journal.Place{Manifest: m.Digest, Path: path, Ref: ref})
		}
		slices.Sort(l.Erase.Refs)
		l.Erase.Refs = slices.Compact(l.Erase.Refs)
		slices.SortFunc(l.Erase.Places, func(a, b journal.Place) int { return strings.Compare(a.Path, b.Path) })
	})
}

// A leaf that erases a name where the plan names nobody, or somebody who takes part, or two people as one, is doubted.
// One that erases somebody else than who asked is right by itself: that it was done is said, and the plan that the PV
// encloses still names them.
func TestPlacesThatALeafErases(t *testing.T) {
	t.Parallel()
	of := func(ref string, paths ...string) map[string]string {
		places := map[string]string{}
		for _, path := range paths {
			places[path] = ref
		}
		return places
	}
	two := of("p-1", customer, contacts+"1/name")
	two[recipients+"0"] = "p-2"
	for name, tt := range map[string]struct {
		places map[string]string
		by     recette.Actor
		doubt  string
	}{
		"one person":               {of("p-1", customer, contacts+"1/name", recipients+"0"), elise, ""},
		"one place of theirs":      {of("p-1", customer), elise, ""},
		"somebody else":            {of("p-1", supplier, contacts+"0/name", recipients+"1"), elise, ""},
		"what names nobody":        {of("p-1", "/title"), elise, "places"},
		"the text of a case":       {of("p-1", "/cases/0/name"), elise, "places"},
		"no place of the plan":     {of("p-1", contacts+"7/name"), elise, "places"},
		"who takes part":           {of("p-1", "/out_of_scope/0/agreed_by"), elise, "places"},
		"who takes part, in words": {of("p-1", recipients+"3"), elise, "places"},
		"with their function":      {of("p-1", recipients+"4"), elise, "places"},
		"with a title":             {of("p-1", recipients+"5"), elise, "places"},
		"two who take part":        {of("p-1", recipients+"6"), elise, "places"},
		"with another function":    {of("p-1", recipients+"7"), elise, "places"},
		"as who takes part":        {of(marc.Ref, customer), elise, "places"},
		"two people under one":     {of("p-1", customer, supplier), elise, "places"},
		"one person under two":     {map[string]string{customer: "p-1", contacts + "1/name": "p-2"}, elise, "places"},
		"by who may not":           {of("p-1", customer), yann, "right"},
		"under two, among words":   {two, elise, ""}, // “Nadia Lefort, cabinet” may be another one
		"one person and nobody":    {of("p-1", customer, "/version"), elise, "places"},
		"several, in one function": {of("p-1", recipients+"0", recipients+"1"), elise, "places"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, namedApart)
			w.erases(tt.by, tt.places)
			m := w.make()
			for _, alone := range []bool{true, false} {
				if !alone {
					w.rendered(m, m.file)
				}
				said, doubt := false, ""
				for _, f := range w.judge(m.file, alone).Content {
					switch {
					case f.Code == verify.PlacesErased:
						said = true
					case f.Code == verify.NoteRules:
						doubt = f.Args[2]
					case f.Status == verify.NotConform:
						t.Errorf("alone %t: the PV tells the leaves otherwise: %s %v", alone, f.Code, f.Args)
					}
				}
				if !said || doubt != tt.doubt {
					t.Errorf("alone %t: said %t, doubt %q, want %q", alone, said, doubt, tt.doubt)
				}
			}
		})
	}
}

// What the product erases, verify does not doubt, however the plan writes the name: the leaf cannot be taken back.
func TestPlacesThatAnHonestLeafErases(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ who, recipient string }{
		"an initial":            {"J. Dupont", "J. Dupont (DSI)"},
		"the last first":        {"Lefort, Nadia", "Lefort, Nadia (DSI)"},
		"beside who takes part": {nadiaApart, marc.Name + " et " + nadiaApart},
		"with a function":       {"Jean de la Tour", "Jean de la Tour, adjoint de " + marc.Name},
		"with a particle":       {"Charles de Gaulle", marc.Name + " et Charles de Gaulle"},
		"an initial beside":     {"L. Lefort", marc.Name + " et L. Lefort"},
		"as an article":         {"Minh Le", marc.Name + " et Minh Le"},
		"in small letters":      {"anne du pré", "anne du pré et " + marc.Name},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, alone := range []bool{true, false} { // in that place alone, and in another one
				w := newWorldOf(t, 3, func(m *plan.Manifest) {
					if !alone {
						m.Client.Representative = tt.who
					}
					m.Sections = &plan.Sections{
						Distribution: plan.Distribution{Recipients: []string{tt.recipient}},
					}
				})
				_, err := w.campaigns.ErasePerson(t.Context(), elise, campaign.PersonErasure{
					Name: tt.who, Force: true, Reason: "RGPD",
				})
				w.must(err)
				for _, f := range w.judge(w.make().file, true).Content {
					if f.Status != verify.Conform {
						t.Errorf("alone %t: %s %s %v", alone, f.Status, f.Code, f.Args)
					}
				}
			}
		})
	}
}

// Wherever the plan names somebody who takes no part, the PV has their reference once their name is erased, and says
// why: it neither shows the name, nor hides one that nobody erased, nor gives another reason.
func TestPlacesOnceANameApartIsErased(t *testing.T) {
	t.Parallel()
	for _, erased := range []bool{false, true} {
		w := newWorldOf(t, 3, namedApart)
		mask := "[nom effacé, p-1]"
		if erased {
			_, err := w.campaigns.ErasePerson(t.Context(), elise, campaign.PersonErasure{
				Name: nadiaApart, Force: true, Reason: "RGPD",
			})
			w.must(err)
		}
		m := w.make()
		if erased {
			mask = m.pv.Client.Representative
		}
		if want := "[nom effacé, p-"; strings.HasPrefix(m.pv.Client.Representative, want) != erased {
			t.Errorf("erased %t: the customer is represented by %q", erased, m.pv.Client.Representative)
		}
		if got := m.pv.Supplier.Representative; got != paulApart {
			t.Errorf("erased %t: the supplier is represented by %q", erased, got)
		}
		for _, f := range w.judge(m.file, true).Content {
			if f.Status == verify.NotConform || erased && f.Code == verify.NoteRules {
				t.Errorf("erased %t: an honest PV: %s %v", erased, f.Code, f.Args)
			}
		}
		unnamed := func(pv *reports.PV) *reports.Warning {
			at := slices.IndexFunc(pv.Warnings, func(x reports.Warning) bool { return x.Code == recette.Unnamed })
			if at < 0 {
				return nil
			}
			return &pv.Warnings[at]
		}
		if x := unnamed(&m.pv); (x != nil) != erased || erased && !strings.Contains(x.Text, "motif : RGPD") {
			t.Errorf("erased %t: the PV warns of %v", erased, x)
		}
		for name, lie := range map[string]struct {
			of   func(*reports.PV)
			code verify.Code
		}{
			"a representative": {func(pv *reports.PV) {
				pv.Client.Representative = map[bool]string{true: nadiaApart, false: mask}[erased]
			}, verify.HeaderMismatch},
			"a recipient": {func(pv *reports.PV) {
				pv.Distribution.Recipients[0] = map[bool]string{true: nadiaApart + ", cabinet", false: mask}[erased]
			}, verify.HeaderMismatch},
			"somebody else": {func(pv *reports.PV) { pv.Supplier.Representative = mask }, verify.HeaderMismatch},
			"no warning": {func(pv *reports.PV) {
				pv.Warnings = slices.DeleteFunc(pv.Warnings, func(x reports.Warning) bool {
					return x.Code == recette.Unnamed
				})
				if !erased {
					pv.Client.Representative = mask
				}
			}, map[bool]verify.Code{true: verify.Derived, false: verify.HeaderMismatch}[erased]},
			"another reason": {func(pv *reports.PV) {
				if x := unnamed(pv); x != nil {
					x.Text = strings.Replace(x.Text, "RGPD", "départ", 1)
					x.Args = append(x.Args[:3:3], "départ")
					return
				}
				pv.Client.Representative = mask
			}, map[bool]verify.Code{true: verify.TextMismatch, false: verify.HeaderMismatch}[erased]},
		} {
			said := m.pv
			said.Distribution.Recipients = slices.Clone(said.Distribution.Recipients)
			said.Warnings = slices.Clone(said.Warnings)
			lie.of(&said)
			r := w.judge(w.draw(said, said, m, m.texts, w.contents(m.file)), true)
			if found := codes(r); found[lie.code] == "" || found[lie.code] == verify.Conform {
				t.Errorf("erased %t, %s shown otherwise: %v", erased, name, found)
			}
		}
	}
}

// A plan that follows has the reference in the place of the name, and its PV says as much.
func TestADeliveryOnceANameApartIsErased(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, namedApart)
	_, err := w.campaigns.ErasePerson(t.Context(), elise, campaign.PersonErasure{
		Name: nadiaApart, Force: true, Reason: "RGPD",
	})
	w.must(err)
	w.deliver("b2")
	m := w.make()
	if strings.Contains(strings.ToLower(string(m.manifest)), "lefort") {
		t.Error("the plan that follows still holds the name")
	}
	if got := m.pv.Client.Representative; !strings.HasPrefix(got, "[nom effacé, p-") {
		t.Errorf("the customer is represented by %q", got)
	}
	for _, f := range w.judge(m.file, true).Content {
		if f.Status == verify.NotConform || f.Code == verify.NoteRules {
			t.Errorf("an honest PV: %s %v", f.Code, f.Args)
		}
	}
	lie := m.pv
	lie.Client.Representative = nadiaApart
	r := w.judge(w.draw(lie, lie, m, m.texts, w.contents(m.file)), true)
	if codes(r)[verify.HeaderMismatch] != verify.NotConform {
		t.Errorf("a name that the plan does not hold: %v", codes(r))
	}
}
