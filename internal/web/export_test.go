package web

import "net/http"

// Route is a line of the table of what the server answers.
type Route struct {
	Method, Path string
	Open         bool
}

// Routes lists what the server answers.
func Routes() (all []Route) {
	for _, r := range routes() {
		all = append(all, Route{r.method, r.path, r.open})
	}
	return all
}

// Handler gives the whole server, without a listener.
func (s *Server) Handler() http.Handler { return s.handler() }
