package pv_test

import (
	"bytes"
	"testing"
	"time"

	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/reports"
)

// A PV words each role that somebody may be given, in both languages: it printed « ajout : admin ».
func TestEachRoleHasAWordInThePV(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, role := range append(recette.Participants(), recette.Auditor, recette.Admin) {
			asked := false
			var out bytes.Buffer
			_, err := reports.PDF(&out, reports.PV{
				Schema: reports.Schema, Number: "PV-2026-001-v1", Language: string(lang), Layout: reports.Layout,
				IssuedAt: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
				People:   []reports.PersonChange{{Name: "Nadia Roux", Act: "add", Roles: []string{string(role)}}},
			}, reports.PDFOptions{Texts: func(key string, args ...any) string {
				asked = asked || key == "reports.role."+string(role)
				return words.T(key, args...)
			}})
			if err != nil {
				t.Fatal(err)
			}
			if word := words.T("reports.role." + string(role)); !asked || word == "" {
				t.Errorf("%s: %s is printed as it is written in the data", lang, role)
			}
		}
	}
}
