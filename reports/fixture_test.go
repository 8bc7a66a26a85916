package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	stdcolor "image/color"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/reports/page"
)

// loadTexts reads the texts of the domain, as internal/i18n does: this package may not import it.
func loadTexts(t testing.TB, lang string) page.Texts {
	t.Helper()
	m := readTexts(t, lang)
	return func(key string, args ...any) string {
		s, ok := m[key]
		if !ok {
			t.Errorf("no text for %q in %s", key, lang)
			return key
		}
		if len(args) == 0 {
			return s
		}
		return fmt.Sprintf(s, args...)
	}
}

func readTexts(t testing.TB, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../internal/i18n/texts/reports." + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return parseTexts(string(data))
}

func parseTexts(data string) map[string]string {
	m := map[string]string{}
	for line := range strings.SplitSeq(data, "\n") {
		if key, text, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			m[key] = strings.ReplaceAll(text, `\n`, "\n")
		}
	}
	return m
}

func paris() *time.Location { return time.FixedZone("Europe/Paris", 3600) }

func at(day, hour, minute int) *time.Time {
	t := time.Date(2026, 11, day, hour-1, minute, 0, 0, time.UTC)
	return &t
}

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// enclosures are the files that travel in the PV of the tests, in French.
var enclosures = sync.OnceValue(func() []Enclosure {
	pv := bare()
	return Enclose(&pv, frenchWords(), "Europe/Paris", screenshots())
})

func frenchWords() Words {
	words := Words{}
	data, _ := os.ReadFile("../internal/i18n/texts/reports.fr.txt")
	for line := range strings.SplitSeq(string(data), "\n") {
		if key, text, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			words[key] = strings.ReplaceAll(text, `\n`, "\n")
		}
	}
	return words
}

// enclosed gives the content of what travels, by name.
func enclosed(all []Enclosure) func(string) ([]byte, bool) {
	return func(name string) ([]byte, bool) {
		for _, e := range all {
			if e.Name == name {
				return e.Data, true
			}
		}
		return nil, false
	}
}

// fixture is the PV of the tests, with what its drawing needs.
func fixture() PV {
	pv := bare()
	pv.Layout, pv.TimeZone = Layout, "Europe/Paris"
	for _, e := range enclosures() {
		pv.Files = append(pv.Files, e.File)
	}
	return pv
}

// screenshots are drawn, not stored: two PNG, one JPEG, and one file that is no image.
func screenshots() func(string) ([]byte, bool) {
	shot := func(w, h int, tint uint8) *image.NRGBA {
		m := image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				c := stdcolor.NRGBA{0xF4, 0xF6, 0xFA, 0xFF}
				switch {
				case y < h/12:
					c = stdcolor.NRGBA{0x1B, 0x36, 0x5D, 0xFF}
				case x > w/10 && x < w*9/10 && y%(h/9) < 3:
					c = stdcolor.NRGBA{tint, 0x50, 0x50, 0xFF}
				case x < w/5 && y%(h/14) < h/40:
					c = stdcolor.NRGBA{0x99, 0xA4, 0xB5, 0x80}
				}
				m.SetNRGBA(x, y, c)
			}
		}
		return m
	}
	files := map[string][]byte{}
	put := func(name string, m image.Image, asJPEG bool) {
		var b bytes.Buffer
		if asJPEG {
			_ = jpeg.Encode(&b, m, nil)
		} else {
			_ = png.Encode(&b, m)
		}
		files[sha(name)] = b.Bytes()
	}
	put("refus-siret.png", shot(1280, 720, 0xB0), false)
	put("fiche-adherent.png", shot(800, 600, 0x20), false)
	put("courriel.jpg", shot(600, 900, 0x60), true)
	put("anomalie.png", shot(900, 500, 0x90), false)
	files[sha("log")] = []byte("12 entreprises, mot de passe : ***\r\nfini en 0,8 s\n")
	files[sha("photo.png")] = []byte("\x89PNG\r\n\x1a\nceci n’est pas une image")
	return func(sum string) ([]byte, bool) { b, ok := files[sum]; return b, ok }
}

func proof(name, mime string, size int64) Evidence {
	return Evidence{SHA256: sha(name), Name: name, MIME: mime, Size: size}
}

// fixture is a PV as a French confederation would have it: every verdict, mode and field at least once.
func bare() PV {
	pv := PV{
		Schema: Schema, Language: "fr", Producer: "recette 0.1.0",
		Number: "PV-2026-014-v1", Title: "Procès-verbal de recette – Parcours critique « Adhésion d’une entreprise »",
		Nature: "metier", State: "to_sign", IssuedAt: *at(24, 17, 42), Place: "Paris, et à distance", Demo: true,
		Distribution: Distribution{
			Recipients: []string{"comité produit", "référents d’antenne"}, Confidentiality: "Diffusion restreinte",
		},
		Flags: []Flag{{"paiement-en-ligne", "éteint"}, {"relances-automatiques", "allumé"}},
		Client: Party{
			Name: "Confédération des petites entreprises", Representative: "Hélène Garçonnet",
			Title: "directrice des systèmes d’information",
		},
		Supplier: Party{Name: "Atelier Numérique SAS", Representative: "Loïc Lefèvre", Lot: "lot 2 – CRM et portail"},
		Contract: Contract{Reference: "BC-2026-0183", Date: "2026-03-02"},
		Reference: Baseline{
			Campaign: "adhesion-2026-11", Plan: "plans/adhesion.yaml", PlanVersion: "1.2", PlanStatus: "approved",
			FrozenAt: *at(17, 9, 0),
			Commit:   "3d1ea90b5b7f4c1c9d5e8a7b6c5d4e3f2a1b0c9d", Manifest: sha("manifeste"),
		},
		Rules:    []string{"RG-04", "RG-12", "RG-31"},
		Roles:    []string{"adhérent", "gestionnaire d’antenne", "gestionnaire national"},
		Entities: []string{"national", "antenne Bretagne", "antenne Grand Est"},
		OutOfScope: []Exclusion{
			{
				What:     "Paiement par prélèvement SEPA",
				Reason:   "Livré au lot 3 ; les appels au prestataire de paiement sont bouchonnés.",
				AgreedBy: "comité produit du 12/11/2026",
			},
			{
				What: "Reprise des adhésions antérieures à 2020", Reason: "Décision DEC-0007.",
				AgreedBy: "DEC-0007", Elsewhere: true,
			},
		},
		Release: Release{
			Version: "2.4.0", Build: "2.4.0-rc.3+1187", Note: "BL-2026-044", DeliveredAt: "2026-11-16",
		},
		Environment: Environment{
			Name: "Recette (REC2)", URL: "https://rec2.example.org/",
			Notes: "Portail 2.4.0, API 2.4.0, PostgreSQL 16 ; drapeau « nouvelle-cotisation » actif.",
		},
		DataSets: []DataSet{
			{
				Code: "JDD-ENTREPRISES", Label: "Douze entreprises, dont trois radiées", Origin: "fictif",
				SHA256: sha("jdd1"),
			},
			{
				Code: "JDD-ANTENNES", Label: "Trois antennes et leurs gestionnaires", Origin: "anonymisé",
				SHA256: sha("jdd2"),
			},
		},
		DataLoads: []DataLoad{
			{
				Set: "JDD-adhesion", SHA256: sha("jdd1"), Act: "load", Mode: "auto", Outcome: "done", Micros: 812_000,
				Environment: "recette", Build: "1.4.0-rc2", By: "Samira Haddad", At: *at(18, 8, 40),
				Evidence: []Evidence{{SHA256: sha("log"), Name: "JDD-adhesion.log", MIME: "text/plain", Size: 412}},
			},
			{
				Set: "JDD-cotisations", SHA256: sha("jdd3"), Act: "reset", Mode: "manual", Outcome: "failed",
				Environment: "recette", Build: "1.4.0-rc2", By: "Samira Haddad", At: *at(19, 8, 40),
				Reason: "Le barème 2027 a été corrigé après le gel.",
			},
		},
		Attested: []Attestation{
			{
				Subject: "no-production-data", By: "Élise Fontaine", At: *at(17, 8, 30),
				Text: "J’atteste qu’aucune donnée personnelle de production n’est utilisée dans cette recette.",
			},
			{
				Subject: "no-production-data", By: "Samira Haddad", At: *at(18, 8, 5), Withdrawn: true,
				Text:   "J’atteste qu’aucune donnée personnelle de production n’est utilisée dans cette recette.",
				Reason: "une extraction de l’annuaire avait été chargée",
			},
			{
				Subject: "no-production-data", By: "Samira Haddad", At: *at(18, 9, 2), Delegation: "DEL-0001",
				Text: "J’atteste qu’aucune donnée personnelle de production n’est utilisée dans cette recette.",
			},
		},
		Meetings: []Meeting{
			{
				Number: "SES-0001", Planned: "S1", Place: "Salle Bréhat, Rennes", OpenedAt: *at(18, 9, 0),
				OpenedBy: "Élise Fontaine",
				ClosedAt: at(18, 12, 10), ClosedBy: "Élise Fontaine", Remark: "Reprise l’après-midi.", Cases: 12,
				People: []Attendance{
					{
						Name: "Élise Fontaine", Role: "ppo", Entity: "Siège national", Animates: true, From: *at(18,
							9, 0),
						To: at(18, 12, 10),
					},
					{Name: "Gaëlle Riou", Role: "tester", Entity: "Bretagne", From: *at(18, 9, 0), To: at(18, 12, 10)},
					{
						Name: "Paul Invité", Function: "formateur", Entity: "Rhône", Guest: true, From: *at(18, 9, 30),
						To: at(18, 11, 0),
					},
				},
			},
			{
				Number: "SES-0002", OpenedAt: *at(24, 14, 0), OpenedBy: "Samira Haddad", Cases: 4, People: []Attendance{
					{Name: "Samira Haddad", Role: "qa", Animates: true, From: *at(24, 14, 0)},
				},
			},
		},
		Declared: []string{"Gaëlle Riou", "Samira Haddad"},
		Opinions: []Opinion{
			{
				Role: "qa", Name: "Samira Haddad", Opinion: "with_reserves", At: *at(24, 17, 0),
				Text: "Les parcours critiques sont couverts ; deux anomalies mineures restent ouvertes.",
			},
			{
				Role: "referent", Name: "Loïc Kerneis", Entity: "Bretagne", Opinion: "unfavourable",
				At: *at(24, 17, 5), Text: "Le renouvellement n’a pas été joué avec nos données.",
			},
			{
				Role: "referent", Name: "Ana Rossi", Entity: "Corse", Opinion: "favourable", At: *at(24, 17, 6),
				Text: "Conforme.",
			},
			{
				Role: "supplier", Name: "Atelier Numérique Fictif", Opinion: "contests", At: *at(24, 18, 0),
				Points: []string{"ANO-0002"}, Text: "Hors du périmètre du lot.",
			},
		},
		Pauses: []Pause{{
			Reason: "Environnement arrêté.", Criterion: "arrêt de plus de 4 h", From: *at(19, 10, 0),
			By: "Samira Haddad",
			To: at(20, 8, 0), ResumedBy: "Élise Fontaine", Resumed: "Redémarré, même build.",
			Cleared: "Environnement rendu",
		}},
		Objections: []Objection{
			{
				Kind: "invalidated", Case: "SC-0003", Attempt: 1, Verdict: "passed", Cause: "build",
				Reason: "Build du 12.", By: "Samira Haddad", At: *at(19, 9, 0),
			},
			{
				Kind: "contested", Case: "SC-0002", Attempt: 1, Verdict: "failed",
				Reason: "Le courriel est arrivé ensuite.", By: "Élise Fontaine", At: *at(19, 9, 5),
			},
		},
		Amendments: []Amendment{{
			Case: "SC-0101", Attempt: 1, Was: "failed", Verdict: "passed", By: "Zoë Kerviel", At: *at(18, 9, 40),
			Reason: "J’avais lu la ligne du dessous.", Steps: []AmendedStep{{
				Step: 2, Was: Judgement{Verdict: "failed", Observed: "Le bouton est gris."},
				Now: Judgement{Verdict: "passed"},
			}},
		}},
		Delegations: []Delegation{{
			Number: "DEL-0001", By: "Élise Fontaine", To: "Samira Haddad", Role: "ppo", From: "2026-11-18",
			Until: "2026-11-18", Reference: "Note de service 12", SHA256: sha("note"), At: *at(17, 18, 0),
			RecordedBy: "Élise Fontaine",
		}},
		Deviations: []Deviation{{
			Number: "ECA-0001", Text: "La séance de Brest n’a pas été tenue.", Reason: "Salle fermée pour travaux.",
			Agreed: "Marc Delattre", By: "Élise Fontaine", At: *at(24, 17, 30),
		}},
		FirstRunAt: at(18, 9, 12), LastRunAt: at(24, 16, 55), RunDays: 4, RunMicros: 11_412_000_000,
		Sessions: []Session{
			{
				Day: "2026-11-18", Actor: "Zoë Kerviel", Role: "tester", From: *at(18, 9, 12), To: *at(18, 11, 48),
				Cases: 6,
			},
			{
				Day: "2026-11-19", Actor: "Jean-François Côté", Role: "tester", From: *at(19, 14, 2),
				To: *at(19, 16, 30), Cases: 5,
			},
			{
				Day: "2026-11-24", Actor: "Œnone Le Goff", Role: "qa", From: *at(24, 15, 50), To: *at(24, 16, 55),
				Cases: 11,
			},
		},
		Entry: []Criterion{
			{
				Text: "Version déployée et identifiée sur l’environnement de recette", Threshold: "oui",
				Measured: "2.4.0-rc.3+1187", Met: "yes",
			},
			{
				Text: "Tests de non-régression automatiques conformes", Threshold: "100 %", Measured: "212 / 214",
				Met: "DER-003", Measure: "regression_executed", Window: "avant la session 1", MeasuredBy: "qa",
			},
			{Text: "Comptes de recette remis pour chaque rôle", Threshold: "tous", Met: "yes", Base: "comptes du plan"},
			{
				Text: "Jeux de données chargés", Met: "yes", By: "Samira Haddad", At: at(18, 9, 5),
				Delegation: "DEL-0001",
			},
		},
		NotShown: []string{
			"Aucun scénario ne couvre le critère CA-12.4 (adhésion d’une entreprise étrangère).",
			"Les droits du rôle « trésorier » n’ont pas été éprouvés dans l’antenne Grand Est.",
			"Deux résultats automatiques reposent sur un prestataire de paiement bouchonné.",
		},
		AnomalyCounts: []AnomalyCount{
			{Severity: "blocking"},
			{Severity: "major", Total: 2, Closed: 1, Retested: 1, Open: 1},
			{Severity: "minor", Total: 3, Closed: 1, Aside: 1, Open: 1},
			{Severity: "observation", Total: 1, Open: 1},
		},
		SeverityRules: []SeverityRule{
			{Severity: "major", Decision: "reserve", AtMost: 2}, {Severity: "minor", Decision: "free", AtMost: 10},
		},
		Anomalies: []Anomaly{
			{
				Number: "ANO-0031", Severity: "major", Status: "open",
				Summary: "Le courriel de confirmation part deux fois quand l’internaute actualise la page de paiement.",
				Case:    "SC-0108", Step: 5, Workaround: "L’antenne prévient l’adhérent par téléphone.",
				RaisedBy: "Zoë Kerviel", RaisedAt: *at(18, 10, 21), Priority: "high", Owner: "Atelier Numérique Fictif",
				Due: "2027-04-02", Tracker: "jira:CRM-412", URL: "https://suivi.example.org/browse/CRM-412",
			},
			{
				Number: "ANO-0034", Severity: "minor", Status: "open",
				Summary: "« Cotisation » est tronqué sur l’écran du téléphone : (voir capture).", Case: "SC-0111",
				RaisedBy: "Jean-François Côté", RaisedAt: *at(19, 15, 3),
				Evidence: []Evidence{proof("anomalie.png", "image/png", 48_211)},
			},
			{
				Number: "ANO-0029", Severity: "major", Status: "closed",
				Summary: "Le SIRET d’une entreprise radiée était accepté.", Case: "SC-0103", Step: 3,
				RaisedBy: "Œnone Le Goff", RaisedAt: *at(18, 9, 40), FoundOn: "2.3.0+1840",
				Observed: "La fiche s’ouvre, alors que l’entreprise est radiée.",
				Life: []AnomalyEvent{
					{Seq: 41, Act: "raise", By: "Œnone Le Goff", At: *at(18, 9, 40), Severity: "major", Status: "open"},
					{
						Seq: 47, Act: "fix", By: "Loïc Lefèvre", At: *at(18, 11, 2), Severity: "major", Status: "fixed",
						Build: "2.3.1+1841",
					},
					{
						Seq: 52, Act: "close", By: "Œnone Le Goff", At: *at(18, 14, 0), Severity: "major",
						Status: "closed",
						Retest: &Retest{Case: "SC-0103", Attempt: 2},
					},
					{
						Seq: 55, Act: "result.contest", By: "Zoë Kerviel", At: *at(18, 15, 30), Severity: "major",
						Status: "fixed", Reason: "Le re-test portait sur un autre SIRET.",
					},
					{
						Seq: 60, Act: "propose", By: "Œnone Le Goff", At: *at(18, 15, 40), Severity: "major",
						Status: "fixed", Reason: "Hors de ce lot.", Proposed: "waive",
					},
					{
						Seq: 63, Act: "close", By: "Œnone Le Goff", At: *at(18, 16, 0), Severity: "major",
						Status: "closed",
						Retest: &Retest{Case: "SC-0103", Attempt: 3},
					},
				},
			},
		},
		Reserves: []Reserve{
			{
				Number: "RES-001", Class: "major",
				Text: "Le double envoi du courriel de confirmation est corrigé et re-testé.", Anomaly: "ANO-0031",
				Workaround: "Appel de l’antenne.", Owner: "Loïc Lefèvre", Due: "2026-12-15", Check: "rejouer SC-0108",
			},
			{
				Number: "RES-002", Class: "minor", Text: "Libellé complet sur téléphone.", Anomaly: "ANO-0034",
				Owner: "Loïc Lefèvre", Due: "2027-01-31", Check: "rejouer SC-0111",
			},
		},
		Accepted: []Acceptance{{
			Decision: "DEC-0019", By: "Hélène Garçonnet",
			Reason: "Le parcours est praticable de bout en bout ; les réserves sont datées et un contournement existe.",
			Cases:  []string{"SC-0108"},
		}},
		Exit: []Criterion{
			{
				Text: "Scénarios du parcours critique exécutés", Threshold: "100 %", Measured: "18 / 21", Met: "no",
				Measure: "critical_executed",
				Cited:   "DER-004", Void: "over",
			},
			{Text: "Anomalies bloquantes ouvertes", Threshold: "0", Measured: "0", Met: "yes"},
			{Text: "Réserves avec porteur et date", Threshold: "toutes", Measured: "2 / 2", Met: "yes"},
			{
				Text: "Preuve sur chaque pas non conforme", Threshold: "toutes", Met: "unknown",
				Base: "pas non conformes", Window: "à la clôture", MeasuredBy: "Œnone Le Goff",
			},
		},
		Warnings: []Warning{
			{
				Code: "not_executed",
				Text: "3 scénarios prévus n’ont pas été exécutés, dont 1 du parcours critique « Adhésion ».",
			},
			{Code: "stale", Text: "1 résultat est périmé : le texte de SC-0105 a changé depuis son exécution."},
			{
				Code: "major_open",
				Text: "1 anomalie majeure est ouverte sur un parcours critique (ANO-0031) ; elle est reprise en " +
					"réserve.",
			},
		},
		Decision: Decision{
			Decision: "accepted_with_reserves",
			Reason: "Le parcours est praticable de bout en bout ; les réserves sont datées et un contournement " +
				"existe.",
			Reserves: []string{"RES-001", "RES-002"}, Effect: "2026-12-01", GoLive: "conditional",
			By: "Hélène Garçonnet", At: at(24, 17, 30), Number: "DEC-0019",
		},
		Signers: []Signatory{
			{
				Role: "ppo", Name: "Maëlle Le Bras", Function: "Responsable du produit CRM",
				Entity: "Confédération, direction produit", Field: "PPO", Method: "electronic_issuer",
			},
			{
				Role: "po", Name: "Hélène Garçonnet", Entity: "Confédération, DSI", Field: "PO",
				Method: "electronic_simple",
			},
		},
		Journal: Journal{
			Origin: "recette/adhesion-2026-11", Size: 1412, Root: "YhSS1YkhVq0hVqW8ZtXk6o2rJkqRr1cDbE0kq3l0r5A=",
			Checkpoint: "recette/adhesion-2026-11\n1412\nYhSS1YkhVq0hVqW8ZtXk6o2rJkqRr1cDbE0kq3l0r5A=\n\n— " +
				"recette/adhesion-2026-11 " +
				"Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n",
			Verifier: "recette/adhesion-2026-11+0d1f7b2e+AQ8sKxQm8oQ8Yk7v9b2o0Xx8y7t2r5n1m4p3q6s9u2w5",
			Leaves:   []Leaf{{Seq: 3, Raw: []byte(`{"v":1}`), Proof: []string{"AAAA"}}},
		},
		Absent: []string{"1.6", "3.3", "3.8", "4.7", "5.5", "7.1", "7.2", "7.3", "8.6", "9b"},
	}
	pv.Journeys, pv.Stories = fixtureJourneys()
	pv.Names, pv.Messages = fixtureNames()
	pv.Cases = fixtureCases()
	tally(&pv)
	return pv
}

// fixtureNames leaves some codes without a name, as the reference files of a project may.
func fixtureNames() (Names, []Message) {
	names := Names{
		Epics: []Name{{"EPIC-ADHESION", "Adhésion des entreprises"}},
		Criteria: []Name{
			{"CA-12.1", "Une demande complète devient une adhésion, avec son antenne et son numéro"},
			{"CA-12.2", "Un SIRET absent, mal formé ou faux est refusé"},
			{"CA-15.1", "Le renouvellement reprend ce qui est connu"},
		},
		Rules: []Name{
			{"RG-04", "Le SIRET d’une entreprise a quatorze chiffres, et sa clé est juste"},
			{"RG-12", "Une entreprise n’adhère qu’une fois dans la confédération"},
		},
		Roles: []Name{{"adhérent", "entreprise adhérente"}},
	}
	return names, []Message{
		{
			Code: "MSG-103", Text: "Le SIRET est invalide, vérifiez la saisie.",
			Cases: []string{"SC-0103/court", "SC-0104", "SC-0103/long"},
		},
		{Code: "MSG-201", Text: "Il reste {solde} à payer.", Cases: []string{"SC-0108"}},
		{Code: "MSG-201", Antenne: "Grand Est", Text: "Noch {solde} zu zahlen.", Cases: []string{"SC-0111"}},
	}
}

func fixtureJourneys() ([]Journey, []Story) {
	journeys := []Journey{
		{Code: "adhesion", Title: "Adhésion d’une entreprise", Owner: "Maëlle Le Bras", Critical: true},
		{Code: "cotisation", Title: "Renouvellement et cotisation", Owner: "Maëlle Le Bras", Critical: true},
		{Code: "droits", Title: "Droits du national et des antennes", Critical: true},
		{Code: "actualite", Title: "Publication d’une actualité", Owner: "Loïc Lefèvre"},
	}
	stories := []Story{
		{
			ID: "US-12", Title: "Adhérer en ligne avec son SIRET", Epic: "EPIC-ADHESION",
			Criteria: []string{"CA-12.1", "CA-12.2", "CA-12.3", "CA-12.4"},
		},
		{
			ID: "US-15", Title: "Renouveler sa cotisation avant l’échéance, sans ressaisir ses informations",
			Epic: "EPIC-ADHESION", Criteria: []string{"CA-15.1", "CA-15.2"},
		},
		{
			ID: "US-21", Title: "Ne voir que les adhérents de son antenne", Epic: "EPIC-DROITS",
			Criteria: []string{"CA-21.1", "CA-21.2"},
		},
		{ID: "US-33", Title: "Publier une actualité", Criteria: []string{"CA-33.1"}},
	}
	return journeys, stories
}

// tally computes the figures from the cases, as internal/pv does.
func tally(pv *PV) {
	add := func(f *Figures, v string) {
		f.InScope++
		switch v {
		case "passed":
			f.Passed++
		case "passed_with_remark":
			f.Remark++
		case "failed":
			f.Failed++
		case "blocked":
			f.Blocked++
		case "not_run":
			f.NotRun++
		case "not_applicable":
			f.NotApplicable++
		}
		f.Executed = f.Passed + f.Remark + f.Failed
		f.Planned = f.InScope - f.NotApplicable
	}
	for i := range pv.Cases {
		c := &pv.Cases[i]
		add(&pv.Figures, c.Verdict)
		switch c.Mode {
		case "manual":
			add(&pv.Manual, c.Verdict)
		case "auto":
			add(&pv.Auto, c.Verdict)
			add(&pv.Regression, c.Verdict)
		default:
			add(&pv.Mixed, c.Verdict)
		}
		for j := range pv.Journeys {
			if pv.Journeys[j].Code == c.Journey {
				add(&pv.Journeys[j].Figures, c.Verdict)
			}
		}
		if c.Freshness != "fresh" {
			pv.Stale = append(pv.Stale, c.ID)
		}
	}
	for j := range pv.Journeys {
		f := pv.Journeys[j].Figures
		switch {
		case f.Failed > 0:
			pv.Journeys[j].Verdict = "failed"
		case f.Blocked > 0:
			pv.Journeys[j].Verdict = "blocked"
		case f.NotRun > 0:
			pv.Journeys[j].Verdict = "not_run"
		case f.Remark > 0:
			pv.Journeys[j].Verdict = "passed_with_remark"
		default:
			pv.Journeys[j].Verdict = "passed"
		}
	}
}
