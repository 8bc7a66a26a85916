package steps

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/cucumber/godog"
)

type worldKey struct{}

// world is the state of one scenario.
type world struct {
	base   string
	client *http.Client
	mixed  bool // a person will look at the portal too

	box    string            // sandbox of the scenario
	tokens map[string]string // role and antenne to token
	token  string            // who acts; "" is a visitor

	company string // address of the company the scenario is about
	news    string // address of the news item
	last    answer // what the CRM last answered to the action
	page    string // the portal page last read
}

var errNoSetting = errors.New("aucun jeu de données n'est chargé dans ce scénario")

// in returns the state of the scenario that runs in ctx.
func in(ctx context.Context) *world {
	w, ok := ctx.Value(worldKey{}).(*world)
	if !ok {
		return &world{client: http.DefaultClient}
	}
	return w
}

// answer is what the CRM said: the status, the raw body and its JSON.
type answer struct {
	status int
	body   []byte
	json   struct {
		ID         string      `json:"@id"`
		Detail     string      `json:"detail"`
		Violations []violation `json:"violations"`
		Total      int         `json:"hydra:totalItems"`
		Members    []resource  `json:"hydra:member"`
		resource
	}
}

type violation struct {
	Path    string `json:"propertyPath"`
	Message string `json:"message"`
}

// resource holds the properties these steps read, of any kind of resource.
type resource struct {
	Siret     string    `json:"siret"`
	Name      string    `json:"raisonSociale"`
	Antenne   string    `json:"antenne"`
	Number    string    `json:"numeroAdherent"`
	Bracket   string    `json:"tranche"`
	Status    string    `json:"statut"`
	Situation string    `json:"situation"`
	Due       *resource `json:"cotisation"`
	Address   string    `json:"@id"`
	Year      int       `json:"annee"`
	Months    int       `json:"mois"`
	Amount    string    `json:"montant"`
	Left      string    `json:"solde"`
	Deadline  string    `json:"echeance"`
	Title     string    `json:"titre"`
	State     string    `json:"etat"`
	Subject   string    `json:"objet"`
	Kind      string    `json:"nature"`
	Company   string    `json:"entreprise"`
}

// send asks the CRM as whoever the token stands for.
func (w *world) send(ctx context.Context, token, method, path string, body any) (answer, error) {
	var a answer
	var payload io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		payload = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			return a, fmt.Errorf("préparer la demande : %w", err)
		}
		payload = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(w.base, "/")+path, payload)
	if err != nil {
		return a, fmt.Errorf("préparer la demande : %w", err)
	}
	req.Header.Set("Content-Type", "application/ld+json")
	req.Header.Set("X-Bac", w.box)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := w.client.Do(req)
	if err != nil {
		return a, fmt.Errorf("joindre le CRM : %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	a.status = res.StatusCode
	if a.body, err = io.ReadAll(io.LimitReader(res.Body, 1<<20)); err != nil {
		return a, fmt.Errorf("lire la réponse du CRM : %w", err)
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/ld+json") {
		if err := json.Unmarshal(a.body, &a.json); err != nil {
			return a, fmt.Errorf("comprendre la réponse du CRM : %w", err)
		}
	}
	return a, nil
}

// act does the action the scenario is about and keeps the answer.
func (w *world) act(ctx context.Context, method, path string, body any) error {
	if w.box == "" {
		return errNoSetting
	}
	var err error
	w.last, err = w.send(ctx, w.token, method, path, body)
	return err
}

// look asks as the head office, which sees everything, without touching what
// the scenario is about: to find addresses and to check effects.
func (w *world) look(ctx context.Context, path string) (answer, error) {
	a, err := w.send(ctx, w.tokens[key("gestionnaire-national", "Siège national")], http.MethodGet, path, nil)
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("%s répond %d : %s", path, a.status, a.json.Detail)
	}
	return a, err
}

// find returns the company of that name, seen by the head office.
func (w *world) find(ctx context.Context, name string) (resource, error) {
	a, err := w.look(ctx, "/api/entreprises?recherche="+url.QueryEscape(name))
	if err != nil {
		return resource{}, err
	}
	for _, r := range a.json.Members {
		if r.Name == name {
			return r, nil
		}
	}
	return resource{}, fmt.Errorf("le jeu de données n'a pas d'entreprise %q", name)
}

func key(role, antenne string) string { return role + "|" + antenne }

// proof attaches the last answer of the CRM to the step.
func (w *world) proof(ctx context.Context) context.Context {
	return godog.Attach(
		ctx, godog.Attachment{Body: w.last.body, FileName: "reponse.json", MediaType: "application/json"},
	)
}
