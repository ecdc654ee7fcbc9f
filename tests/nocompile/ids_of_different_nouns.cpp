// An id of one noun is not an id of another.
// expect: could not convert
#include "base/ids.h"

medal::base::PersonId owner(const medal::base::PersonId& person, const medal::base::CampaignId& campaign) {
#ifdef MUST_NOT_COMPILE
    return campaign;
#else
    return campaign.is_nil() ? medal::base::PersonId{} : person;
#endif
}
