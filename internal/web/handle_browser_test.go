package web_test

import (
	"image/color"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

// logsIn enters by the account of somebody.
func (b *browser) logsIn(w *world, who recette.Actor) {
	b.t.Helper()
	b.run(
		chromedp.Navigate(w.base+"/connexion"), chromedp.SendKeys(`[name="identifiant"]`, who.Name),
		chromedp.SendKeys(`[name="mot-de-passe"]`, secret), chromedp.Click("main button"),
		chromedp.WaitVisible(`form[action="/sortir"]`),
	)
}

// opens opens what is folded, and presses what stands in it.
func (b *browser) opens(form string, actions ...chromedp.Action) {
	b.t.Helper()
	b.run(chromedp.Click(`details:has(input[value="`+form+`"]) > summary`, chromedp.ByQuery))
	b.run(actions...)
	b.run(
		chromedp.Click(`details:has(input[value="`+form+`"]) button.main`, chromedp.ByQuery),
		chromedp.WaitNotPresent(`details[open]`, chromedp.ByQuery),
	)
}

// examined is a scene with a failure that has evidence, its anomaly, a reserve, and a failure that waits.
func examined(t testing.TB) *world {
	t.Helper()
	w := scene(t)
	ctx := t.Context()
	piece, err := w.campaigns.Attach(ctx, yann, "v1", "capture.png", "image/png",
		strings.NewReader(string(asPNG(t, drawn(320, 200, color.RGBA{R: 40, G: 90, B: 140, A: 255})))))
	w.must(err)
	for _, row := range []string{"SC-0001", "SC-0004"} {
		a, err := w.campaigns.BeginAttempt(ctx, yann, campaign.Begin{
			Campaign: "v1", Case: row, Content: "content/1:" + row, Mode: recette.Manual,
		})
		w.must(err)
		r := campaign.Result{
			Campaign: "v1", Case: row, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
			Closed: true,
		}
		for i := range 6 {
			o := campaign.Observation{Step: i, Mode: recette.Manual, Verdict: recette.Passed}
			if i == 3 {
				o.Verdict, o.Comment = recette.Failed, "au premier essai comme au second"
				o.Observed = "Le refus est annoncé sous le formulaire, et non avant."
				o.Evidence = []campaign.Attachment{piece}
			}
			r.Steps = append(r.Steps, o)
		}
		_, err = w.campaigns.Record(ctx, yann, r)
		w.must(err)
	}
	number, err := w.campaigns.Note(ctx, yann, "v1", gap.Anomaly{
		Severity: recette.Major, Case: "SC-0001", Step: 4, Summary: "Le refus est annoncé sous le formulaire",
		Workaround: "faire défiler la page", Files: []campaign.Attachment{piece},
		Found: &gap.Failure{Case: "SC-0001", Attempt: 1, Step: 4},
	})
	w.must(err)
	for _, c := range []gap.Change{
		{Act: recette.AnomalyQualify, Severity: recette.Blocking, Reason: "aucun lecteur d’écran ne l’annonce"},
		{Act: recette.AnomalyAssign, Priority: recette.High, Owner: samira.Name, Due: "2026-12-04"},
	} {
		c.Number = number
		_, err = w.campaigns.Note(ctx, elise, "v1", c)
		w.must(err)
	}
	_, err = w.campaigns.Note(ctx, yann, "v1", gap.Anomaly{
		Severity: recette.Minor, Summary: "Libellé tronqué dans le menu",
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, elise, "v1", gap.Reserve{
		Class: recette.Major, Text: "Le refus n’est pas annoncé à temps", Anomaly: number, Owner: samira.Name,
		Due: "2026-12-04", Check: "SC-0001", Effect: "mise en production retardée",
	})
	w.must(err)
	return w
}

// TestHandle_Looks looks at each page of whoever reads and handles what was found.
func TestHandle_Looks(t *testing.T) {
	t.Parallel()
	w := examined(t)
	w.joins(elise)
	b := chromium(t)
	b.logsIn(w, elise)
	for name, at := range map[string]string{
		"lignes-ppo": "/campagnes/v1/lignes?grouper=1", "lignes-rien": "/campagnes/v1/lignes?verdict=passed&critique=1",
		"ligne-ppo": "/campagnes/v1/lignes/SC-0001", "ligne-texte": "/campagnes/v1/lignes/SC-0003",
		"anomalies": "/campagnes/v1/anomalies", "anomalie": anoPage,
		"ouvrir":   "/campagnes/v1/anomalies/ouvrir?constat=SC-0004%231.4",
		"reserves": "/campagnes/v1/reserves",
	} {
		b.at(w, at)
		b.looks(w, name)
	}
	b.at(w, anoPage)
	b.run(chromedp.Evaluate(`document.querySelectorAll("details").forEach(d => { d.open = true })`, nil))
	b.looks(w, "anomalie-gestes")
	b.run(chromedp.SendKeys(`details:has(input[value="confier"]) [name="motif"]`, "rien ne presse"))
	_, err := w.campaigns.Note(t.Context(), samira, "v1", gap.Change{
		Number: "ANO-0001", Act: recette.AnomalyNote, Workaround: "prévenir l’usager",
	})
	w.must(err)
	b.run(
		chromedp.Click(`details:has(input[value="confier"]) button.main`, chromedp.ByQuery),
		chromedp.WaitVisible("#entretemps"),
	)
	b.looks(w, "anomalie-entretemps")
	b.faultless("data:image/svg", "409 (Conflict)") // the first is what the browser draws in a field of a date
}

// TestHandle_InABrowser: a PPO reads a failure, opens its anomaly, qualifies and entrusts it; it is said to be
// corrected, the tester tests again from its page, and it is closed: with its scripts, then without.
func TestHandle_InABrowser(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]bool{"with scripts": false, "without": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			for _, who := range []recette.Actor{elise, samira, yann} {
				w.joins(who)
			}
			w.plays("SC-0002", recette.Failed, "le total est faux")
			b := chromium(t)
			b.run(emulation.SetScriptExecutionDisabled(off))
			b.logsIn(w, elise)
			b.run(
				chromedp.Navigate(w.base+"/campagnes/v1"), chromedp.WaitVisible("#echecs"),
				chromedp.Click(`#echecs ~ div a[href="`+rowPage+`"]`, chromedp.ByQuery),
				chromedp.WaitVisible("#tentatives"),
				chromedp.Click(`a[href*="ouvrir?constat"]`, chromedp.ByQuery), chromedp.WaitVisible(`[name="resume"]`),
				chromedp.SetValue(`[name="gravite"]`, "minor"), chromedp.Click(`form[enctype] button.main`),
				chromedp.WaitVisible(`input[value="qualifier"] ~ label, details:has(input[value="qualifier"])`),
			)
			b.opens("qualifier",
				chromedp.SetValue(`details[open] [name="gravite"]`, "major"),
				chromedp.SendKeys(`details[open] [name="motif"]`, "la facture part fausse"))
			b.opens("confier",
				chromedp.SetValue(`details[open] [name="priorite"]`, "high"),
				chromedp.SendKeys(`details[open] [name="qui"]`, "Samira Haddad"))
			if status, severity, priority := w.anomalyNow("ANO-0001"); status+severity+priority != "fixingmajorhigh" {
				t.Fatalf("the anomaly is %s, %s, %s", status, severity, priority)
			}
			b.leaves(w, samira)
			b.run(chromedp.Navigate(w.base+anoPage), chromedp.WaitVisible("#agir"))
			b.opens("corriger", chromedp.SendKeys(`details[open] [name="version"]`, "b1"))
			b.leaves(w, yann)
			b.run(
				chromedp.Navigate(w.base+anoPage), chromedp.WaitVisible("#agir"),
				chromedp.Click(`.now a.button`, chromedp.ByQuery),
				chromedp.WaitVisible(`form[action$="/commencer"] button`),
				chromedp.Click(`form[action$="/commencer"] button`), chromedp.WaitVisible(".judge"),
				chromedp.Click(`.choice.passed`, chromedp.ByQuery),
				chromedp.Click(`.judge button.main`, chromedp.ByQuery),
				chromedp.WaitVisible(".now.passed"),
				chromedp.Navigate(w.base+anoPage), chromedp.WaitVisible("#agir"),
			)
			b.opens("clore")
			if status, _, _ := w.anomalyNow("ANO-0001"); status != "closed" {
				t.Errorf("the anomaly is %s", status)
			}
		})
	}
}

// leaves goes out, and enters as somebody else.
func (b *browser) leaves(w *world, who recette.Actor) {
	b.t.Helper()
	b.run(
		chromedp.Click(`form[action="/sortir"] button`, chromedp.ByQuery),
		chromedp.WaitNotPresent(`form[action="/sortir"]`),
	)
	b.logsIn(w, who)
}
