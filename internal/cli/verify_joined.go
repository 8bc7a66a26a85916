package cli

import (
	"recette/internal/verify"
)

// printJoined says of each constat that a PV cites as signed what it is worth by itself, and beside the PV.
func (a *app) printJoined(joined []verify.Joined) {
	t, out := a.words.T, a.env.Stdout
	for i := range joined {
		j := &joined[i]
		if j.File != "" {
			say(out, "    "+t("verify.joined", j.Number, j.Antenne, t("verify.status."+string(j.Status))))
		}
		if j.Signer != "" && !j.DeclaredAt.IsZero() {
			say(out, "      "+t("verify.joined.signed", j.Signer, a.words.DateTime(j.DeclaredAt)))
		}
		for _, f := range j.Alone {
			say(out, "      "+t("verify.mark."+string(f.Status))+" "+a.findingText(f))
		}
		a.printFindings(j.Findings)
	}
}
