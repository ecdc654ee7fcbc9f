// What counts as a reference of a problem: a DOI (DOI Handbook, 2.2) or an address on the web. Whether it
// leads anywhere is not asked: the server opens no addresses that people give it.
#pragma once

#include <string_view>

namespace medal::campaign {

/// "10.1038/s41592-023-02151-z", with or without "doi:".
bool is_doi(std::string_view text);
/// "https://…" or "http://…" with a host that has a dot, without white space and credentials.
bool is_web_address(std::string_view text);

}  // namespace medal::campaign
