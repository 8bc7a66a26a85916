package changes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/model"
)

func told(c *model.Changes) []string {
	var out []string
	for i := range c.List {
		ch := &c.List[i]
		line := fmt.Sprintf("%s %s %s", ch.Subject, ch.Kind, strings.TrimSpace(ch.ID+" "+ch.Name))
		if ch.Was+ch.Now != "" {
			line += " [" + ch.Was + " > " + ch.Now + "]"
		}
		for _, l := range ch.Lines {
			if l.Op != ' ' {
				line += " " + string(l.Op) + l.Text
			}
		}
		out = append(out, line)
	}
	return out
}

func TestChanges_AreToldByIdentityAndContent(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since = doctest.Build(doctest.Load(t, doctest.Former())), "v1"
	got := told(doctest.Build(in).Changes)
	want := []string{
		"feature renamed US-1 Enregistrer une adhésion [Enregistrer l'adhésion > Enregistrer une adhésion]",
		"feature moved US-1 Enregistrer une adhésion [features/adhesion/ancien.feature > features/adhesion/a.feature]",
		"feature promoted US-2 Habiliter",
		"feature removed US-8 Disparue",
		"feature withdrawn US-3 Un brouillon entier",
		"rule changed RG-1 Le SIRET identifie l’établissement -Il a **9 chiffres**. +Il a **14 chiffres**.",
		"rule added RG-9 Une règle que rien ne montre",
		"scenario changed SC-1 Une demande complète devient une adhésion -Quand la demande est envoyée +Quand la " +
			"demande est transmise",
		"scenario retagged SC-1 Une demande complète devient une adhésion [@auto > @manuel]",
		"scenario renamed SC-4 Un SIRET <cas> est refusé [Un SIRET faux est refusé > Un SIRET <cas> est refusé]",
		"scenario promoted SC-5 Le rôle <role> ne peut pas <action>",
		"scenario promoted Sans identifiant",
		"scenario retired SC-3 Autrefois",
		"scenario removed SC-80 Aussi",
		"scenario withdrawn Un jour",
		"message renamed MSG-1 Le SIRET est obligatoire. [Le SIRET manque. > Le SIRET est obligatoire.]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestChanges_NothingChanged(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since = doctest.Build(doctest.Load(t, doctest.Sample())), "hier"
	d := doctest.Build(in)
	if len(d.Changes.List) != 0 {
		t.Errorf("changes = %q, want none", told(d.Changes))
	}
	if page := doctest.Single(t, d); !strings.Contains(page, "Rien n’a changé.") {
		t.Error("the chapter does not say that nothing changed")
	}
}

// What comes before a scenario is part of what is tested, and is told once for the scenario in plain words.
func TestChanges_OfAContext(t *testing.T) {
	t.Parallel()
	files := doctest.Sample()
	files["features/adhesion/a.feature"] = strings.Replace(
		files["features/adhesion/a.feature"], `"JDD-a" chargé`, `"JDD-a" rechargé`, 1,
	)
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since = doctest.Build(doctest.Load(t, files)), "hier"
	got := told(doctest.Build(in).Changes)
	want := []string{
		`feature context US-1 Enregistrer une adhésion ` +
			`-Soit le jeu de données "JDD-a" rechargé +Soit le jeu de données "JDD-a" chargé`,
		"scenario context SC-1 Une demande complète devient une adhésion",
		"scenario context SC-4 Un SIRET <cas> est refusé",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// A scenario without a stable id that keeps its content is the same one elsewhere.
func TestChanges_FollowAContentWithoutId(t *testing.T) {
	t.Parallel()
	one := func(name string) map[string]string {
		return map[string]string{
			"features/x.feature": "# language: fr\nFonctionnalité: X\n  Scénario: " + name +
				"\n    Quand x\n    Alors y\n",
		}
	}
	in := doctest.Load(t, one("Après"))
	in.Former, in.Since = doctest.Build(doctest.Load(t, one("Avant"))), "hier"
	if diff := cmp.Diff(
		[]string{"scenario renamed Après [Avant > Après]"}, told(doctest.Build(in).Changes),
	); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestChanges_AreWrittenInPlainWords(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since = doctest.Build(doctest.Load(t, doctest.Former())), "v1.3"
	d := doctest.Build(in)
	page, md := doctest.Single(t, d), doctest.Markdown(t, d)["changes.md"]
	for _, want := range []string{
		"Depuis l’édition v1.3", "N’est plus un brouillon\u00a0:", "(était «\u00a0Enregistrer l'adhésion\u00a0»)",
		"retirées\u00a0: @auto", "Revenu à l’état de brouillon\u00a0:",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if !strings.Contains(md, "Texte modifié\u00a0:") || !strings.Contains(
		md, "```diff\n  - Quand la demande est envoyée\n  + Quand la demande est transmise",
	) {
		t.Errorf("the Markdown lacks the difference:\n%s", md)
	}
}
