// Package web is the browser's door: a server of pages that follow the campaigns of a project. It calls the services
// that the command line calls, and words what they give; it holds no rule of the trade.
//
// Pages work without JavaScript. The script only reads the page again, and puts what changed in its place.
package web
