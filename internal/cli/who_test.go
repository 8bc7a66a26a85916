package cli

import (
	"testing"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/recette"
)

// A name that is spelled otherwise beside another role is that of the same person, in that role too.
func TestPersonHasEveryRoleOfTheirName(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	m := &campaign.Manifest{Parties: []campaign.Participant{
		{Ref: "p1", Name: "Chloé Dupont", Role: "tester"},
		{Ref: "p1", Name: "CHLOÉ  DUPONT", Role: "ppo"},
		{Ref: "p2", Name: "Chloe Dupont", Role: "po"},
	}}
	for said, want := range map[string]recette.Role{
		"Chloé Dupont": recette.PPO, "chloé dupont": "", "Chloe Dupont": recette.PO,
	} {
		got, err := (&app{words: words}).person(m, said, rights.OpenCampaign)
		if (err != nil) != (want == "") || got.Role != want {
			t.Errorf("person(%q) = %s, %v, want %q", said, got.Role, err, want)
		}
	}
}
