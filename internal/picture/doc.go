// Package picture makes the pictures that people send fit to be kept: it looks at the header before it decodes
// anything, sets them upright, and writes them anew, so that nothing is left of what was beside the points: places,
// names, thumbnails, other files.
//
// It refuses to know files, requests and people.
package picture
