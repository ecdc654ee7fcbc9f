// A struct that holds a text from a foreign image has no JSON form (DOMAIN.md, rule 1).
// expect: this type has no JSON form
#include "base/json_write.h"
#include "base/sealed.h"

#include <string>

#include <boost/describe.hpp>

namespace {

struct SeriesView {
    std::string modality;
#ifdef MUST_NOT_COMPILE
    medal::base::Identifying<std::string> patient_name;
#else
    std::string patient_name;
#endif
};
BOOST_DESCRIBE_STRUCT(SeriesView, (), (modality, patient_name))

}  // namespace

std::string answer() {
    return medal::base::to_json(SeriesView{});
}
