package attacks

import (
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/route"
	"recette/internal/verify"
	"recette/reports"
)

// An erased text leaves its place to the words that say so, and to no other.
func TestWhatStandsForAnErasedText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list, err := w.campaigns.Erasable(t.Context(), elise, campaignID, campaign.ErasureQuery{})
	w.must(err)
	var ids []string
	for _, e := range list {
		switch e.Text {
		case "rien ne vient", "Suffisant pour ouvrir.", "Le courriel n’arrive pas.", yann.Name:
			ids = append(ids, e.ID)
		}
	}
	_, err = w.campaigns.Erase(t.Context(), elise, campaignID, ids, "RGPD")
	w.must(err)
	const good, open, bad = verify.Conform, verify.Indeterminate, verify.NotConform
	for name, lie := range map[string]struct {
		change      func(*reports.PV, reports.Words)
		alone, near verify.Status
	}{
		"none": {func(*reports.PV, reports.Words) {}, good, good},
		"the reason of the decision": {func(pv *reports.PV, _ reports.Words) {
			decided(pv, "Aucun défaut constaté : mise en service immédiate.")
		}, bad, bad},
		"no reason any more": {func(pv *reports.PV, _ reports.Words) { decided(pv, "") }, bad, bad},
		"an anomaly": {func(pv *reports.PV, _ reports.Words) {
			pv.Anomalies[0].Summary = "Faute d’orthographe sans effet, corrigée."
		}, bad, bad},
		"an observation": {func(pv *reports.PV, _ reports.Words) {
			pv.Cases[1].Steps[1].Observed = "tout est conforme"
		}, bad, bad},
		"another day": {func(pv *reports.PV, _ reports.Words) {
			decided(pv, strings.Replace(pv.Decision.Reason, "23/11", "22/11", 1))
		}, bad, bad},
		"words around the right ones": {func(pv *reports.PV, _ reports.Words) {
			decided(pv, pv.Decision.Reason+" Aucun défaut constaté.")
		}, bad, bad},
		"another reason of the erasure": {func(pv *reports.PV, _ reports.Words) {
			decided(pv, strings.Replace(pv.Decision.Reason, "RGPD", "demande", 1))
		}, good, bad}, // alone, it is affirmed
		"a reason that goes on": {func(pv *reports.PV, _ reports.Words) {
			decided(pv, strings.Replace(pv.Decision.Reason, "RGPD]", "RGPD] Aucun défaut constaté. [voir annexe]", 1))
		}, open, bad},
		"the words of the file": {func(pv *reports.PV, words reports.Words) {
			words["pv.erased"] = "Aucun défaut constaté."
			decided(pv, "Aucun défaut constaté.")
		}, open, bad},
	} {
		t.Run(name, func(t *testing.T) {
			world := w.t
			w.t = t
			defer func() { w.t = world }()
			m := w.make()
			if !strings.Contains(m.pv.Decision.Reason, "RGPD") {
				t.Fatalf("nothing was erased: %q", m.pv.Decision.Reason)
			}
			m.texts = w.texts()
			files := w.contents(m.file)
			lie.change(&m.pv, m.texts)
			files[reports.WordsName] = m.texts.JSON()
			for i := range m.pv.Files {
				if f := &m.pv.Files[i]; f.Name == reports.WordsName {
					f.SHA256, f.Size = verify.Digest(m.texts.JSON()), int64(len(m.texts.JSON()))
				}
			}
			m.file = w.draw(m.pv, m.pv, m, m.texts, files)
			w.rendered(m, m.file)
			signed := w.sign(m, m.file)
			for alone, want := range map[bool]verify.Status{true: lie.alone, false: lie.near} {
				r := w.judge(signed, alone)
				if found := codes(r); r.Status != want || want == bad && found[verify.TextMismatch] != bad {
					t.Errorf("alone %t: %s, want %s: %v %v", alone, r.Status, want, found, r.Content)
				}
			}
		})
	}
}

// decided changes the reason of the decision wherever the PV shows it.
func decided(pv *reports.PV, reason string) {
	for i := range pv.Accepted {
		if pv.Accepted[i].Reason == pv.Decision.Reason {
			pv.Accepted[i].Reason = reason
		}
	}
	pv.Decision.Reason = reason
}

// Whoever was present is named as the plan names them until a leaf erases their name, and by their reference from then
// on: a PV neither hides a name that nobody erased, nor shows one that somebody did.
func TestWhoWasPresentOnceTheirNameIsErased(t *testing.T) {
	t.Parallel()
	for erased, words := range map[bool]string{false: yann.Name, true: "[nom effacé, " + yann.Ref + "]"} {
		w := newWorld(t)
		w.leaf(elise, journal.KindSessionOpen, func(l *journal.Leaf, _ func(string) string) {
			l.Session = &journal.Session{Number: "SES-0001", Present: []journal.Presence{
				{Ref: elise.Ref, Animates: true}, {Ref: yann.Ref},
			}}
		})
		if erased {
			_, err := w.campaigns.ErasePerson(t.Context(), elise, campaign.PersonErasure{
				Name: yann.Name, Force: true, Reason: "RGPD",
			})
			w.must(err)
		}
		m := w.make()
		if got := m.pv.Meetings[0].People[1].Name; got != words {
			t.Errorf("erased %t: %q is present, want %q", erased, got, words)
		}
		for _, f := range w.judge(m.file, true).Content {
			if f.Status == verify.NotConform {
				t.Errorf("erased %t: an honest PV: %s %v", erased, f.Code, f.Args)
			}
		}
		lie := m.pv
		lie.Meetings = slices.Clone(lie.Meetings)
		lie.Meetings[0].People = slices.Clone(lie.Meetings[0].People)
		other := map[bool]string{true: yann.Name, false: "[nom effacé, " + yann.Ref + "]"}
		lie.Meetings[0].People[1].Name = other[erased]
		r := w.judge(w.draw(lie, lie, m, m.texts, w.contents(m.file)), true)
		if codes(r)[verify.NoteMismatch] != verify.NotConform {
			t.Errorf("erased %t, and shown otherwise: %v", erased, codes(r))
		}
	}
}

// Wherever the plan names people, the PV names whoever was erased by their reference, and nobody else: it neither shows
// an erased name, nor hides one that nobody erased.
func TestPlacesOfThePlanOnceANameIsErased(t *testing.T) {
	t.Parallel()
	mask := "[nom effacé, " + yann.Ref + "]"
	type shown = *reports.PV
	const header, criterion = verify.HeaderMismatch, verify.CriterionMismatch
	places := map[string]struct {
		of   func(shown) *string
		code verify.Code
	}{
		"owner of a journey": {func(pv shown) *string { return &pv.Journeys[0].Owner }, verify.JourneyMismatch},
		"owner of data":      {func(pv shown) *string { return &pv.DataSets[0].Owner }, header},
		"who agreed":         {func(pv shown) *string { return &pv.OutOfScope[0].AgreedBy }, header},
		"who represents":     {func(pv shown) *string { return &pv.Client.Representative }, header},
		"recipient":          {func(pv shown) *string { return &pv.Distribution.Recipients[0] }, header},
		"who measures":       {func(pv shown) *string { return &pv.Entry[0].MeasuredBy }, criterion},
		"who attests":        {func(pv shown) *string { return &pv.Exit[0].MeasuredBy }, criterion},
		"who gives a visa":   {func(pv shown) *string { return &pv.Signoff.Steps[0].Who }, verify.NoteMismatch},
	}
	for _, erased := range []bool{false, true} {
		w := newWorldOf(t, 3, func(m *plan.Manifest) {
			m.Journeys = append(m.Journeys, plan.Journey{Code: "reste", Title: "Reste", Cases: []string{"SC-3"}})
			m.Journeys[0].Owner, m.Client.Representative = yann.Name, yann.Name
			m.DataSets = []plan.DataSet{{Code: "base", Label: "Base", DataDetail: plan.DataDetail{Owner: yann.Name}}}
			m.OutOfScope = []plan.Exclusion{{What: "l’export", Reason: "tard", AgreedBy: strings.ToUpper(yann.Name)}}
			m.Entry = []plan.Criterion{{Text: "prêt", CriterionDetail: plan.CriterionDetail{By: yann.Name}}}
			m.Exit = []plan.Criterion{{Text: "formé", CriterionDetail: plan.CriterionDetail{Attested: yann.Name}}}
			m.Sections = &plan.Sections{
				Distribution: plan.Distribution{
					Recipients: []string{yann.Name + " (cabinet)", marc.Name, "la cellule"},
				},
				Signoff: route.Policy{Effect: "warn", Visas: []route.Visa{{Role: "qa", Who: yann.Name}}},
			}
		})
		if erased {
			_, err := w.campaigns.ErasePerson(t.Context(), elise, campaign.PersonErasure{
				Name: yann.Name, Force: true, Reason: "RGPD",
			})
			w.must(err)
		}
		m := w.make()
		for _, f := range w.judge(m.file, true).Content {
			if f.Status == verify.NotConform {
				t.Errorf("erased %t: an honest PV: %s %v", erased, f.Code, f.Args)
			}
		}
		if got := m.pv.Distribution.Recipients[1:]; !slices.Equal(got, []string{marc.Name, "la cellule"}) {
			t.Errorf("erased %t: the other recipients are %q", erased, got)
		}
		for name, place := range places {
			lie := m.pv
			lie.Journeys, lie.DataSets = slices.Clone(lie.Journeys), slices.Clone(lie.DataSets)
			lie.OutOfScope, lie.Entry = slices.Clone(lie.OutOfScope), slices.Clone(lie.Entry)
			lie.Exit, lie.Distribution.Recipients = slices.Clone(lie.Exit), slices.Clone(lie.Distribution.Recipients)
			route := *lie.Signoff
			route.Steps, lie.Signoff = slices.Clone(route.Steps), &route
			said := place.of(&lie)
			if (*said == mask) != erased || !erased && !strings.Contains(strings.ToLower(*said), "yann") {
				t.Errorf("erased %t: %s is %q", erased, name, *said)
			}
			if *said = mask; erased {
				*said = yann.Name
			}
			r := w.judge(w.draw(lie, lie, m, m.texts, w.contents(m.file)), true)
			if codes(r)[place.code] != verify.NotConform {
				t.Errorf("erased %t, %s shown otherwise: %v", erased, name, codes(r))
			}
		}
	}
}
