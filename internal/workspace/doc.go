// Package workspace is an open project as it stands on disk: its configuration, and what is read of its features,
// references and plans. A question is answered by one reading, with values. What is wrong with the files of a person is
// a typed problem, which the front end words. The package refuses to write the files of a person, to print, to word
// anything and to know where results are recorded: what it needs of the record is given to it.
package workspace
