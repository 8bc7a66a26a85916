package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/cucumber/godog"
)

var (
	reRefused      = regexp.MustCompile(`^la demande est refusée avec le message "([^"]+)"$`)
	reRefusedAll   = regexp.MustCompile(`^la demande est refusée avec les messages suivants$`)
	reIssue        = regexp.MustCompile(`^la réponse à la demande est "(acceptée|refusée)"$`)
	reForbidden    = regexp.MustCompile(`^l'accès est refusé avec le message "([^"]+)"$`)
	reUnauth       = regexp.MustCompile(`^une authentification est exigée$`)
	reUnknown      = regexp.MustCompile(`^la ressource est déclarée introuvable$`)
	reStillUnknown = regexp.MustCompile(`^la fiche de l'entreprise reste introuvable pour cette antenne$`)
	reSilent       = regexp.MustCompile(`^la réponse ne mentionne pas "([^"]+)"$`)
	reList         = regexp.MustCompile(`^la liste des entreprises est consultée$`)
	reSearch       = regexp.MustCompile(`^une entreprise est recherchée avec le SIRET "(\d+)"$`)
	reListExact    = regexp.MustCompile(`^la liste contient exactement$`)
	reListCount    = regexp.MustCompile(`^la liste contient (\d+) entreprises$`)
	reSheet        = regexp.MustCompile(`^la fiche de l'entreprise est demandée$`)
	reExport       = regexp.MustCompile(`^la liste des entreprises est exportée$`)
	reExportHas    = regexp.MustCompile(`^l'export contient "([^"]+)"$`)
	reExportHasNot = regexp.MustCompile(`^l'export ne contient pas "([^"]+)"$`)
	reAttempt      = regexp.MustCompile(`^l'action "([^"]+)" est tentée$`)
)

func registerAccess(sc *godog.ScenarioContext) {
	sc.Step(reRefused, refused)
	sc.Step(reRefusedAll, refusedAll)
	sc.Step(reIssue, issue)
	sc.Step(reForbidden, func(ctx context.Context, want string) (context.Context, error) {
		return denied(ctx, http.StatusForbidden, want)
	})
	sc.Step(reUnauth, func(ctx context.Context) (context.Context, error) {
		return denied(ctx, http.StatusUnauthorized, "Authentification requise.")
	})
	sc.Step(reUnknown, func(ctx context.Context) (context.Context, error) {
		return denied(ctx, http.StatusNotFound, "Ressource introuvable.")
	})
	sc.Step(reStillUnknown, func(ctx context.Context) (context.Context, error) {
		if err := sheet(ctx); err != nil {
			return ctx, err
		}
		return denied(ctx, http.StatusNotFound, "Ressource introuvable.")
	})
	sc.Step(reSilent, func(ctx context.Context, word string) error {
		return silent("la réponse", in(ctx).last.body, word)
	})
	sc.Step(
		reList, func(ctx context.Context) error { return in(ctx).act(ctx, http.MethodGet, "/api/entreprises", nil) },
	)
	sc.Step(reSearch, func(ctx context.Context, siret string) error {
		return in(ctx).act(ctx, http.MethodGet, "/api/entreprises?recherche="+url.QueryEscape(siret), nil)
	})
	sc.Step(reListExact, listExact)
	sc.Step(reListCount, listCount)
	sc.Step(reSheet, sheet)
	sc.Step(reExport, func(ctx context.Context) error {
		return in(ctx).act(ctx, http.MethodGet, "/api/export/entreprises.csv", nil)
	})
	sc.Step(reExportHas, func(ctx context.Context, word string) error {
		if !strings.Contains(string(in(ctx).last.body), word) {
			return fmt.Errorf("l'export ne contient pas « %s »", word)
		}
		return nil
	})
	sc.Step(reExportHasNot, func(ctx context.Context, word string) error {
		return silent("l'export", in(ctx).last.body, word)
	})
	sc.Step(reAttempt, attempt)
}

// refused checks a refusal of what was asked, rights put aside.
func refused(ctx context.Context, want string) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	if w.last.status != http.StatusUnprocessableEntity && w.last.status != http.StatusConflict {
		return ctx, fmt.Errorf("la demande n'est pas refusée : réponse %d", w.last.status)
	}
	got := []string{w.last.json.Detail}
	if len(w.last.json.Violations) > 0 {
		got = nil
	}
	for _, v := range w.last.json.Violations {
		got = append(got, v.Message)
	}
	if !slices.ContainsFunc(got, func(m string) bool { return fold(m) == fold(want) }) {
		return ctx, differ("message", strings.Join(got, " "), want)
	}
	return ctx, nil
}

// refusedAll wants exactly these violations, in any order.
func refusedAll(ctx context.Context, table *godog.Table) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	want, got := []string{}, []string{}
	for _, row := range table.Rows[1:] {
		want = append(want, fold(row.Cells[0].Value+" : "+row.Cells[1].Value))
	}
	for _, v := range w.last.json.Violations {
		got = append(got, fold(v.Path+" : "+v.Message))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return ctx, differ("messages", strings.Join(got, " | "), strings.Join(want, " | "))
	}
	return ctx, nil
}

func issue(ctx context.Context, want string) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	got := ""
	switch w.last.status {
	case http.StatusOK, http.StatusCreated:
		got = "acceptée"
	case http.StatusUnprocessableEntity, http.StatusConflict:
		got = "refusée"
	default:
		return ctx, fmt.Errorf("réponse inattendue %d : %s", w.last.status, fold(w.last.json.Detail))
	}
	if got != want {
		return ctx, differ("réponse à la demande", got+" "+fold(w.last.json.Detail), want)
	}
	return ctx, nil
}

func denied(ctx context.Context, status int, message string) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	if w.last.status != status {
		return ctx, differ("code de réponse", w.last.status, status)
	}
	return ctx, expect("message", w.last.json.Detail, message)
}

func silent(what string, body []byte, word string) error {
	if strings.Contains(fold(string(body)), word) {
		return fmt.Errorf("%s mentionne « %s »", what, word)
	}
	return nil
}

func listExact(ctx context.Context, table *godog.Table) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	want, got := []string{}, []string{}
	for _, row := range table.Rows[1:] {
		want = append(want, row.Cells[0].Value)
	}
	for _, r := range w.last.json.Members {
		got = append(got, r.Name)
	}
	if !slices.Equal(got, want) {
		return ctx, differ("liste", strings.Join(got, ", "), strings.Join(want, ", "))
	}
	return ctx, nil
}

func listCount(ctx context.Context, want int) error {
	w := in(ctx)
	if w.last.status != http.StatusOK || w.last.json.Total != want {
		return differ("nombre d'entreprises", fmt.Sprintf("%d (réponse %d)", w.last.json.Total, w.last.status), want)
	}
	return nil
}

func sheet(ctx context.Context) error {
	w := in(ctx)
	if w.company == "" {
		return errors.New("aucune entreprise n'est désignée dans ce scénario")
	}
	return w.act(ctx, http.MethodGet, w.company, nil)
}

// attempt does an action only to see whether the role may.
func attempt(ctx context.Context, action string) error {
	w := in(ctx)
	switch action {
	case "consulter les entreprises":
		return w.act(ctx, http.MethodGet, "/api/entreprises", nil)
	case "encaisser un règlement":
		return pay(ctx, "10,00")
	case "envoyer les relances":
		return remind(ctx)
	case "rédiger une actualité":
		return write(ctx, "Titre", "")
	case "valider une actualité":
		address, err := w.item(ctx, "Forum de l'apprentissage")
		if err != nil {
			return err
		}
		return w.act(ctx, http.MethodPost, address.Address+"/validation", nil)
	}
	return fmt.Errorf("l'action %q n'est pas connue de ces étapes", action)
}
