package web

import (
	"net/http"

	"recette/internal/web/guard"
)

// route is one line of the table that makes the server: what is not in it is not there.
type route struct {
	method, path string
	open         bool // to those who did not enter yet
	to           func(*Server, *visit) error
}

// routes lists all that the server answers, but its style and its script. What changes something is a POST.
func routes() []route {
	return []route{
		{http.MethodGet, "/entrer", true, (*Server).door},
		{http.MethodPost, "/entrer", true, (*Server).enter},
		{http.MethodPost, "/sortir", false, (*Server).leave},
		{http.MethodPost, "/apparence", true, (*Server).look},
		{http.MethodGet, "/{$}", false, (*Server).home},
		{http.MethodGet, "/campagnes/{campaign}", false, (*Server).follow},
		{http.MethodGet, "/campagnes/{campaign}/lignes", false, (*Server).rows},
		{http.MethodGet, "/campagnes/{campaign}/moi", false, (*Server).who},
		{http.MethodPost, "/campagnes/{campaign}/moi", false, (*Server).iam},
		{http.MethodGet, "/campagnes/{campaign}/cas", false, (*Server).mine},
		{http.MethodGet, "/campagnes/{campaign}/bilan", false, (*Server).summary},
		{http.MethodGet, "/campagnes/{campaign}/cas/{cas}", false, (*Server).row},
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/commencer", false, (*Server).begin},
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/jugement", false, (*Server).judge},
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/conforme", false, (*Server).rest},
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/retour", false, (*Server).back},
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/preuve", false, (*Server).attach},
		{http.MethodGet, "/campagnes/{campaign}/preuves/{sum}", false, (*Server).evidence},
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/laisser", false, (*Server).lay},
	}
}

// handler gives the whole server.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.Handle(r.method+" "+r.path, s.page(r))
	}
	mux.Handle("/", s.page(route{open: true, to: func(*Server, *visit) error { return errNotFound }}))
	refused := s.page(route{open: true, to: func(*Server, *visit) error { return errElsewhere }})
	whole := http.NewServeMux()
	whole.Handle("GET "+assetPath+"{hash}/{name}", s.assets) // the same for everybody: no session goes with it
	whole.Handle("/", guard.SameSite(s.inSession(mux), s.inSession(refused)))
	return guard.Headers(guard.Hosts(s.Hosts, whole))
}

// rereads is the header of a page that the script reads again while it is looked at: no gesture of anybody.
const rereads = "Recette-Relit"

// inSession gives a request its session. One that no gesture asked for does not make the session last.
func (s *Server) inSession(next http.Handler) http.Handler {
	gesture := s.sessions.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.Header.Get(rereads) == "" {
			gesture.ServeHTTP(w, r)
			return
		}
		token := ""
		if c, err := r.Cookie(s.Cookie); err == nil {
			token = c.Value
		}
		ctx, err := s.sessions.Load(r.Context(), token)
		if err != nil {
			s.sessions.ErrorFunc(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// page answers with a page, or with that of what went wrong.
func (s *Server) page(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		v := s.visit(w, req)
		err := error(errStranger)
		if r.open || v.inside() {
			err = r.to(s, v)
		}
		if err != nil {
			s.fail(v, err)
		}
	})
}
