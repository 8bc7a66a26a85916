package steps

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"

	"github.com/cucumber/godog"
)

var (
	reNewsIn      = regexp.MustCompile(`^l'actualité "([^"]+)" à l'état "([^"]+)"$`)
	reNewsPlanned = regexp.MustCompile(`^l'actualité "([^"]+)" dont la parution est fixée au (\d{2}/\d{2}/\d{4})$`)
	reNewsMove    = regexp.MustCompile(`^la (soumission|validation|publication) de l'actualité est demandée$`)
	reNewsDrop    = regexp.MustCompile(
		`^la dépublication de l'actualité est demandée (?:sans motif|pour le motif "([^"]+)")$`,
	)
	reNewsState   = regexp.MustCompile(`^l'actualité est à l'état "([^"]+)"$`)
	reNewsTitle   = regexp.MustCompile(`^une actualité est rédigée avec un titre de (\d+) caractères accentués$`)
	reNewsFor     = regexp.MustCompile(`^une actualité est rédigée pour l'antenne "([^"]+)"$`)
	rePortal      = regexp.MustCompile(`^le portail de l'antenne "([^"]+)" est consulté$`)
	rePortalShows = regexp.MustCompile(`^le portail de l'antenne "([^"]+)" (affiche|n'affiche pas) "([^"]+)"$`)
	rePageShows   = regexp.MustCompile(`^le portail consulté (affiche|n'affiche pas) "([^"]+)"$`)
)

func registerNews(sc *godog.ScenarioContext) {
	sc.Step(reNewsIn, chooseNews)
	sc.Step(reNewsPlanned, planNews)
	sc.Step(reNewsMove, func(ctx context.Context, verb string) error {
		w := in(ctx)
		return w.act(ctx, http.MethodPost, w.news+"/"+verb, nil)
	})
	sc.Step(reNewsDrop, func(ctx context.Context, reason string) error {
		w := in(ctx)
		return w.act(ctx, http.MethodPost, w.news+"/depublication", map[string]string{"motif": reason})
	})
	sc.Step(reNewsState, newsState)
	sc.Step(reNewsTitle, func(ctx context.Context, length int) error {
		return write(ctx, strings.Repeat("é", length), "")
	})
	sc.Step(reNewsFor, func(ctx context.Context, antenne string) error { return write(ctx, "Titre", antenne) })
	sc.Step(rePortal, readPortal)
	sc.Step(rePortalShows, portalShows)
	sc.Step(rePageShows, pageShows)
}

// item returns the news item of that title, seen by the head office.
func (w *world) item(ctx context.Context, title string) (resource, error) {
	a, err := w.look(ctx, "/api/actualites")
	if err != nil {
		return resource{}, err
	}
	for _, r := range a.json.Members {
		if fold(r.Title) == fold(title) {
			return r, nil
		}
	}
	return resource{}, fmt.Errorf("le jeu de données n'a pas d'actualité %q", title)
}

func chooseNews(ctx context.Context, title, state string) error {
	w := in(ctx)
	r, err := w.item(ctx, title)
	if err != nil {
		return err
	}
	w.news = r.Address
	return expect("état de départ", r.State, state)
}

func planNews(ctx context.Context, title, day string) error {
	w := in(ctx)
	r, err := w.item(ctx, title)
	if err != nil {
		return err
	}
	iso, err := isoDay(day)
	if err != nil {
		return err
	}
	w.news = r.Address
	if err := w.act(
		ctx, http.MethodPost, w.news+"/publication", map[string]string{"datePublication": iso},
	); err != nil {
		return err
	}
	return created(w.last)
}

func newsState(ctx context.Context, want string) (context.Context, error) {
	w := in(ctx)
	ctx = w.proof(ctx)
	a, err := w.look(ctx, w.news)
	if err != nil {
		return ctx, err
	}
	return ctx, expect("état de l'actualité", a.json.State, want)
}

func write(ctx context.Context, title, antenne string) error {
	return in(ctx).act(ctx, http.MethodPost, "/api/actualites", map[string]string{
		"titre": title, "texte": "Texte de l'actualité.", "antenne": antenne,
	})
}

func readPortal(ctx context.Context, antenne string) error {
	w := in(ctx)
	a, err := w.send(ctx, w.token, http.MethodGet, "/portail/antennes/"+slug(antenne), nil)
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return fmt.Errorf("le portail de l'antenne %s répond %d", antenne, a.status)
	}
	w.page = string(a.body)
	return nil
}

// portalShows reads the portal as a visitor, whoever acts in the scenario.
func portalShows(ctx context.Context, antenne, shows, title string) (context.Context, error) {
	w := in(ctx)
	actor := w.token
	w.token = ""
	err := readPortal(ctx, antenne)
	w.token = actor
	if err != nil {
		return ctx, err
	}
	return pageShows(ctx, shows, title)
}

// pageShows keeps the page as evidence, as plain text: evidence is never
// rendered as HTML.
func pageShows(ctx context.Context, shows, title string) (context.Context, error) {
	w := in(ctx)
	ctx = godog.Attach(ctx, godog.Attachment{Body: []byte(w.page), FileName: "portail.txt", MediaType: "text/plain"})
	got := "n'affiche pas"
	if strings.Contains(fold(html.UnescapeString(w.page)), fold(title)) {
		got = "affiche"
	}
	if got != shows {
		return ctx, differ("portail", got+" "+title, shows+" "+title)
	}
	return ctx, nil
}
