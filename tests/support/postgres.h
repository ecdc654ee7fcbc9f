// A real PostgreSQL for tests: started once per test program as the user postgres (nobody else may run it),
// in a temporary folder, on a socket there and no port; stopped by its process id. MEDAL_TEST_POSTGRES_URL
// names a running server to use instead.
#pragma once

#include <string>

namespace medal::testing {

/// A new, empty database on the shared server; dropped with the object.
class PostgresDatabase {
  public:
    PostgresDatabase();
    ~PostgresDatabase();
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    const std::string& url() const { return url_; }

    /// Ends every connection to this database, as a restart of the server would.
    void disconnect_everybody();

  private:
    std::string name_;
    std::string url_;
};

/// Empty when there is, or can be, a server; else why not. Starts the server.
const std::string& why_no_postgres();

}  // namespace medal::testing
