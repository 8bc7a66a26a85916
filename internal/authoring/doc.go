// Package authoring writes what people keep in a project: the files of a new one, the decisions of its log, what is
// attested of its stories, the findings that it accepts for later. A file appears whole or not at all, and none is
// replaced that was not meant. It also tells which files are the project's own, so that no output takes their place. It
// refuses to print, to word anything, to judge what it writes and to read a project by itself: workspace does.
package authoring
