package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
)

var (
	reJoinTable = regexp.MustCompile(`^l'adhésion est demandée avec les informations suivantes$`)
	reJoinSiret = regexp.MustCompile(`^l'adhésion est demandée pour le SIRET "([^"]*)"$`)
	reJoinSize  = regexp.MustCompile(
		`^l'adhésion est demandée pour une entreprise de (-?\d+) salariés(?: créée le (\d{2}/\d{2}/\d{4}))?$`,
	)
	reJoinPostal  = regexp.MustCompile(`^l'adhésion est demandée pour une entreprise du code postal "(\d+)"$`)
	reJoinJSON    = regexp.MustCompile(`^la demande d'adhésion suivante est transmise$`)
	reJoined      = regexp.MustCompile(`^l'adhésion est enregistrée$`)
	reAntenne     = regexp.MustCompile(`^l'entreprise est rattachée à l'antenne "([^"]+)"$`)
	reNumber      = regexp.MustCompile(`^l'entreprise porte le numéro d'adhérent "([^"]+)"$`)
	reSiret       = regexp.MustCompile(`^le SIRET enregistré est "(\d+)"$`)
	reBracket     = regexp.MustCompile(`^la tranche d'effectif est "([^"]+)"$`)
	reNothing     = regexp.MustCompile(`^aucune entreprise n'est ajoutée$`)
	reMessageSent = regexp.MustCompile(`^un message "([^"]+)" est adressé à l'entreprise$`)
)

func registerMembership(sc *godog.ScenarioContext) {
	sc.Step(reJoinTable, joinTable)
	sc.Step(reJoinSiret, func(ctx context.Context, siret string) error {
		return join(ctx, map[string]any{"siret": siret})
	})
	sc.Step(reJoinSize, joinSize)
	sc.Step(reJoinPostal, func(ctx context.Context, code string) error {
		return join(ctx, map[string]any{"codePostal": code})
	})
	sc.Step(reJoinJSON, func(ctx context.Context, doc *godog.DocString) error {
		return in(ctx).act(ctx, http.MethodPost, "/api/entreprises", doc.Content)
	})
	sc.Step(reJoined, joined)
	sc.Step(reAntenne, func(ctx context.Context, want string) error {
		return expect("antenne de rattachement", in(ctx).last.json.Antenne, want)
	})
	sc.Step(reNumber, func(ctx context.Context, want string) error {
		return expect("numéro d'adhérent", in(ctx).last.json.Number, want)
	})
	sc.Step(reSiret, func(ctx context.Context, want string) error {
		return expect("SIRET", in(ctx).last.json.Siret, want)
	})
	sc.Step(reBracket, func(ctx context.Context, want string) error {
		return expect("tranche d'effectif", in(ctx).last.json.Bracket, want)
	})
	sc.Step(reNothing, nothingAdded)
	sc.Step(reMessageSent, messageSent)
}

// join asks for a membership that is right in every respect but what the
// scenario changes.
func join(ctx context.Context, changes map[string]any) error {
	w := in(ctx)
	request := map[string]any{
		"siret": "00004033700016", "raisonSociale": "Verrerie du Blavet", "codePostal": "56000", "ville": "Vannes",
		"courriel": "contact@verrerie.example", "dateCreation": "2001-01-15", "effectif": 12,
	}
	maps.Copy(request, changes)
	if err := w.act(ctx, http.MethodPost, "/api/entreprises", request); err != nil {
		return err
	}
	if w.last.status == http.StatusCreated {
		w.company = w.last.json.ID
	}
	return nil
}

func joinTable(ctx context.Context, table *godog.Table) error {
	request := map[string]any{}
	for _, row := range table.Rows[1:] {
		name, value := row.Cells[0].Value, row.Cells[1].Value
		request[name] = value
		if name == "effectif" {
			n, err := strconv.Atoi(value)
			if err != nil {
				return fmt.Errorf("l'effectif %q n'est pas un nombre", value)
			}
			request[name] = n
		}
	}
	return join(ctx, request)
}

func joinSize(ctx context.Context, size int, founded string) error {
	changes := map[string]any{"effectif": size}
	if founded != "" {
		iso, err := isoDay(founded)
		if err != nil {
			return err
		}
		changes["dateCreation"] = iso
	}
	return join(ctx, changes)
}

func joined(ctx context.Context) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	if w.last.status != http.StatusCreated {
		return ctx, fmt.Errorf(
			"l'adhésion n'est pas enregistrée : réponse %d, %s", w.last.status, fold(w.last.json.Detail),
		)
	}
	return ctx, nil
}

func nothingAdded(ctx context.Context) error {
	a, err := in(ctx).look(ctx, "/api/entreprises")
	if err != nil {
		return err
	}
	if a.json.Total != 2 {
		return differ("nombre d'entreprises", a.json.Total, 2)
	}
	return nil
}

func messageSent(ctx context.Context, subject string) (context.Context, error) {
	w := in(ctx)
	if w.company == "" {
		return ctx, errors.New("aucune entreprise n'est désignée dans ce scénario")
	}
	a, err := w.look(ctx, w.company+"/messages")
	if err != nil {
		return ctx, err
	}
	ctx = godog.Attach(ctx, godog.Attachment{Body: a.body, FileName: "messages.json", MediaType: "application/json"})
	subjects := []string{}
	for _, m := range a.json.Members {
		if fold(m.Subject) == subject {
			return ctx, nil
		}
		subjects = append(subjects, m.Subject)
	}
	return ctx, differ("messages envoyés", strings.Join(subjects, ", "), subject)
}

// expect compares two texts whatever their typography.
func expect(what, got, want string) error {
	if fold(got) != fold(want) {
		return differ(what, got, want)
	}
	return nil
}
