package web

import (
	"net/http"
	"slices"
	"strings"

	"recette/internal/web/guard"
)

// route is one line of the table that makes the server: what is not in it is not there.
type route struct {
	method, path string
	open         bool // to those who did not enter yet
	to           func(*Server, *visit) error
}

// changesSession tells whether what answers may change the session: who somebody is, and not what they play or handle.
func (r route) changesSession() bool {
	room, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/campagnes/{campaign}/"), "/")
	return r.method == http.MethodPost && !slices.Contains([]string{
		"cas", "lignes", "confier", "anomalies", "constats", "reserves", "reception", "pv",
	}, room)
}

// streams tells whether what answers goes on for as long as somebody looks at a page.
func (r route) streams() bool { return strings.HasSuffix(r.path, "/direct") }

// routes lists all that the server answers to people; assets and probes have no session. What changes something is a
// POST.
func routes() []route {
	return []route{
		{http.MethodGet, "/entrer", true, (*Server).door},
		{http.MethodPost, "/entrer", true, (*Server).enter},
		{http.MethodGet, "/connexion", true, (*Server).knock},
		{http.MethodPost, "/connexion", true, (*Server).login},
		{http.MethodGet, "/invitation", true, (*Server).invitation},
		{http.MethodPost, "/invitation", true, (*Server).accept},
		{http.MethodGet, "/compte", false, (*Server).account},
		{http.MethodPost, "/compte/mot-de-passe", false, (*Server).change},
		{http.MethodPost, "/compte/sessions", false, (*Server).closeOthers},
		{http.MethodPost, "/sortir", false, (*Server).leave},
		{http.MethodPost, "/apparence", true, (*Server).look},
		{http.MethodGet, "/touches", false, (*Server).keysPage},
		{http.MethodGet, "/saisies", false, (*Server).queue},
		{http.MethodGet, "/hors-ligne", true, (*Server).away},
		{http.MethodGet, "/{$}", false, (*Server).home},
		{http.MethodGet, "/campagnes/{campaign}", false, (*Server).follow},
		{http.MethodGet, "/campagnes/{campaign}/direct", false, (*Server).direct},
		{http.MethodGet, "/campagnes/{campaign}/lignes", false, (*Server).rows},
		{http.MethodGet, "/campagnes/{campaign}/lignes/{row}", false, (*Server).consult},
		{http.MethodPost, "/campagnes/{campaign}/lignes/{row}", false, (*Server).object},
		{http.MethodPost, "/campagnes/{campaign}/confier", false, (*Server).assign},
		{http.MethodGet, "/campagnes/{campaign}/anomalies", false, (*Server).anomalies},
		{http.MethodPost, "/campagnes/{campaign}/anomalies", false, (*Server).raised},
		{http.MethodGet, "/campagnes/{campaign}/anomalies/ouvrir", false, (*Server).raise},
		{http.MethodGet, "/campagnes/{campaign}/anomalies/{number}", false, (*Server).anomaly},
		{http.MethodPost, "/campagnes/{campaign}/anomalies/{number}", false, (*Server).handle},
		{http.MethodPost, "/campagnes/{campaign}/constats", false, (*Server).drop},
		{http.MethodGet, "/campagnes/{campaign}/reserves", false, (*Server).reserves},
		{http.MethodPost, "/campagnes/{campaign}/reserves", false, (*Server).reserve},
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
		{http.MethodPost, "/campagnes/{campaign}/cas/{cas}/vu", false, (*Server).seen},
		{http.MethodGet, "/campagnes/{campaign}/reception", false, (*Server).reception},
		{http.MethodPost, "/campagnes/{campaign}/moi/reception", false, (*Server).iact},
		{http.MethodPost, "/campagnes/{campaign}/reception/decision", false, (*Server).decide},
		{http.MethodPost, "/campagnes/{campaign}/reception/avis", false, (*Server).opine},
		{http.MethodPost, "/campagnes/{campaign}/reception/alerte", false, (*Server).answerWarning},
		{http.MethodPost, "/campagnes/{campaign}/reception/visa", false, (*Server).visa},
		{http.MethodPost, "/campagnes/{campaign}/reception/soumission", false, (*Server).submit},
		{http.MethodPost, "/campagnes/{campaign}/reception/pv", false, (*Server).establish},
		{http.MethodGet, "/campagnes/{campaign}/pv/{pv}", false, (*Server).pv},
		{http.MethodGet, "/campagnes/{campaign}/pv/{pv}/{sum}", false, (*Server).file},
		{http.MethodPost, "/campagnes/{campaign}/pv/{pv}/signature", false, (*Server).sign},
		{http.MethodGet, "/campagnes/{campaign}/documents", false, (*Server).documents},
		{http.MethodGet, "/campagnes/{campaign}/documents/{document}", false, (*Server).document},
	}
}

// handler gives the whole server.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes() {
		if r.streams() { // of no session that is written back: it may have ended long before (scs, issue 247)
			mux.Handle(r.method+" "+r.path, s.stream(r))
			continue
		}
		mux.Handle(r.method+" "+r.path, s.inSession(r.changesSession(), s.page(r)))
	}
	missing := s.page(route{open: true, to: func(*Server, *visit) error { return errNotFound }})
	mux.Handle("/", s.inSession(false, missing))
	refused := s.page(route{open: true, to: func(*Server, *visit) error { return errElsewhere }})
	whole := http.NewServeMux()
	whole.Handle("GET "+assetPath+"{hash}/{name}", s.assets) // the same for everybody: no session goes with it
	whole.HandleFunc("GET "+workerPath, s.assets.worker)
	watched := http.NewServeMux()
	for _, p := range probes() {
		watched.HandleFunc("GET "+p.path, func(w http.ResponseWriter, r *http.Request) { p.to(s, w, r) })
	}
	whole.Handle("/", guard.SameSite(mux, s.inSession(false, refused)))
	return s.guarded(s.forPrograms(whole), watched)
}

// page answers with a page, or with that of what went wrong.
func (s *Server) page(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		v := s.visit(w, req)
		defer v.end()
		err := v.admit(r.open)
		if err == nil {
			if err = r.to(s, v); err == nil && r.method == http.MethodPost {
				s.live.tell()
			}
		} else if !r.open {
			err = s.turned(v, err)
		}
		if err != nil {
			s.fail(v, err)
		}
	})
}

// admit finds who asks, and refuses strangers what is not open to them.
func (v *visit) admit(open bool) error {
	if err := v.identify(); err != nil {
		return err
	}
	if !open && !v.inside() {
		return errStranger
	}
	return v.perceive()
}

// turned refuses who may not ask for a page. What they typed comes back: the server may have forgotten them, or what
// they hold may have been taken away, meanwhile.
func (s *Server) turned(v *visit, why error) error {
	if v.r.Method != http.MethodPost {
		return why
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, guard.MaxForm) // of files of strangers nothing is kept
	form, err := guard.Texts(v.w, v.r)
	if err != nil && len(form) == 0 {
		return why
	}
	return &lostError{typed: form, cause: why}
}
