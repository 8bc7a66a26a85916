// Package rest is the door of programs: the JSON API of a project, under /api/v1, by tokens. It calls the services that
// the pages call, and gives the documents that the command line prints; it holds no rule of the trade. Whatever goes
// wrong is told as a problem (RFC 9457) that repeats nothing of what was sent.
package rest
