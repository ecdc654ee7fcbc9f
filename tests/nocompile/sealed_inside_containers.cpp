// No wrapper opens a seal on its way into JSON: optional, list, map.
// expect: this type has no JSON form
#include "base/json_write.h"
#include "base/sealed.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#ifdef MUST_NOT_COMPILE
using Answer = medal::base::Sealed<std::string>;
#else
using Answer = std::string;
#endif

std::string answer() {
    const std::map<std::string, std::vector<std::optional<Answer>>> all;
    return medal::base::to_json(all);
}
