package steps

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/cucumber/godog"
)

var (
	reDataset = regexp.MustCompile(`^le jeu de données "([^"]+)" chargé au (\d{2}/\d{2}/\d{4})$`)
	reUser    = regexp.MustCompile(`^un utilisateur connecté avec le rôle "([^"]+)"(?: de l'antenne "([^"]+)")?$`)
	reVisitor = regexp.MustCompile(`^un visiteur non connecté$`)
	reForged  = regexp.MustCompile(`^un utilisateur dont le jeton n'est pas reconnu$`)
	reDay     = regexp.MustCompile(`^la date du jour (?:fixée|passe) au (\d{2}/\d{2}/\d{4})$`)
	reCompany = regexp.MustCompile(`^l'entreprise "([^"]+)"$`)
)

func registerSetting(sc *godog.ScenarioContext) {
	sc.Step(reDataset, loadDataset)
	sc.Step(reUser, signIn)
	sc.Step(reVisitor, func(ctx context.Context) { in(ctx).token = "" })
	sc.Step(reForged, func(ctx context.Context) { in(ctx).token = "jeton-inconnu" })
	sc.Step(reDay, setDay)
	sc.Step(reCompany, chooseCompany)
}

// loadDataset makes the sandbox of the scenario. In a mixed scenario it leaves
// the address where the person finds the same sandbox in a browser.
func loadDataset(ctx context.Context, dataset, day string) (context.Context, error) {
	w := in(ctx)
	iso, err := isoDay(day)
	if err != nil {
		return ctx, err
	}
	a, err := w.send(ctx, "", http.MethodPost, "/api/bacs", map[string]string{"jeu": dataset, "date": iso})
	if err != nil {
		return ctx, err
	}
	if a.status != http.StatusCreated {
		return ctx, fmt.Errorf("le jeu de données %s n'est pas chargé : %s", dataset, a.json.Detail)
	}
	var box struct {
		Name     string `json:"bac"`
		Accounts []struct {
			Role    string `json:"role"`
			Antenne string `json:"antenne"`
			Token   string `json:"jeton"`
		} `json:"comptes"`
	}
	if err := json.Unmarshal(a.body, &box); err != nil {
		return ctx, fmt.Errorf("comprendre le bac créé : %w", err)
	}
	w.box, w.tokens = box.Name, map[string]string{}
	for _, c := range box.Accounts {
		w.tokens[key(c.Role, c.Antenne)] = c.Token
	}
	if w.mixed {
		ctx = godog.Attach(ctx, godog.Attachment{
			Body: []byte(
				"Portail et comptes de ce scénario : " + strings.TrimRight(w.base, "/") + "/recette/bacs/" + w.box +
					"\n",
			),
			FileName: "adresse-du-portail.txt", MediaType: "text/plain",
		})
	}
	return ctx, nil
}

func signIn(ctx context.Context, role, antenne string) error {
	w := in(ctx)
	if antenne == "" {
		antenne = "Siège national"
	}
	token, ok := w.tokens[key(role, antenne)]
	if !ok {
		return fmt.Errorf("le jeu de données n'a pas de compte %s pour l'antenne %s", role, antenne)
	}
	w.token = token
	return nil
}

func setDay(ctx context.Context, day string) error {
	w := in(ctx)
	iso, err := isoDay(day)
	if err != nil {
		return err
	}
	if w.box == "" {
		return errNoSetting
	}
	a, err := w.send(ctx, "", http.MethodPatch, "/api/bacs/"+w.box, map[string]string{"date": iso})
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("la date du jour n'est pas changée : %s", a.json.Detail)
	}
	return err
}

func chooseCompany(ctx context.Context, name string) error {
	w := in(ctx)
	r, err := w.find(ctx, name)
	if err != nil {
		return err
	}
	w.company = r.Address
	return nil
}
