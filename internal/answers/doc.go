// Package answers holds what a person said beforehand of manual steps, the file of recette test --answers, and the one
// who gives it in place of a person, for demonstrations and tests. It is never a source of verdicts by itself: what the
// file does not say of an outcome step is an error. It opens no file, and asks and shows nothing.
package answers
