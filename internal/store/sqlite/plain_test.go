package sqlite_test

import (
	"context"
	"database/sql/driver"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// plain opens the driver without the settings of the store.
func plain(dsn string) driver.Connector { return &plainConnector{dsn: dsn} }

type plainConnector struct {
	dsn    string
	driver sqlite3.SQLiteDriver
}

func (c *plainConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c *plainConnector) Driver() driver.Driver                        { return &c.driver }
