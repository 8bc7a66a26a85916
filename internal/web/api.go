package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/guided"
	"recette/internal/reception"
	"recette/internal/recette"
	"recette/internal/web/guard"
	"recette/internal/web/rest"
)

// Programs makes what the API alone gives. What its reader may not read is refused under access.ErrDenied.
type Programs interface {
	Status(ctx context.Context, reader recette.Actor, id string) (api.CampaignStatus, error)
	Import(ctx context.Context, actor recette.Actor, id string, c rest.Cahier) (api.Import, error)
}

// project is what the API gives of the files of the project.
type project struct {
	Programs
	s *Server
}

func (p project) Documents() (all []rest.Document) {
	for _, d := range p.s.Documents.List() {
		all = append(all, rest.Document(d))
	}
	return all
}

func (p project) Make(
	ctx context.Context, reader recette.Actor, id, name, format string,
) (data []byte, file string, err error) {
	select {
	case p.s.making <- struct{}{}:
		defer func() { <-p.s.making }()
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	return p.s.Documents.Make(ctx, reader, id, name, format)
}

// programs makes the door of programs.
func (s *Server) programs() (*rest.Server, error) {
	return rest.New(rest.Deps{
		Read:   func(ctx context.Context) (rest.Campaigns, func(), error) { return s.reading(ctx) },
		Tokens: s.Accounts, Guided: s.Guided, Project: project{s.API, s},
		PV: func(ctx context.Context, pv *state.PV, sum string) ([]byte, error) {
			data, err := s.Reception.File(ctx, pv, sum)
			if errors.Is(err, reception.ErrNoFile) {
				err = errors.Join(campaign.ErrPVFile, err)
			}
			return data, err
		},
		Fit: func(ctx context.Context, name string, body []byte) (guided.File, error) {
			return s.fit(ctx, &guard.File{Name: name, Body: body})
		},
		Coming: s.incoming.take, Going: s.outgoing.take, Words: s.Words, Say: s.Say, Inside: s.holds,
		Recorded: s.live.tell, Security: s.strange, Log: s.Log,
	})
}

// holds tells whether a request comes in a session of somebody who is inside.
func (s *Server) holds(r *http.Request) bool {
	c, err := r.Cookie(s.Cookie)
	if err != nil {
		return false
	}
	ctx, err := s.sessions.Load(r.Context(), c.Value)
	if err != nil {
		return false
	}
	v := s.visit(nil, r.WithContext(ctx))
	defer v.end()
	return v.identify() == nil && v.inside()
}

// forPrograms hands what is asked below /api to the door of programs, which words all that goes wrong.
func (s *Server) forPrograms(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") {
			s.api.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}
