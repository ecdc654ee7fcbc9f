#include "api/asset_access.h"

#include "base/error.h"
#include "campaign/actions.h"
#include "contribution/store.h"
#include "curation/review.h"
#include "curation/store.h"
#include "release/release_store.h"

namespace medal::api {

campaign::CampaignRow campaign_of(work::Unit& unit, const Call& call) {
    return campaign::load_campaign(unit, call.path_text("campaign"));
}

campaign::CampaignRow campaign_of(work::Unit& unit, base::CampaignId id) {
    return campaign::load_campaign(unit, id);
}

base::CampaignId campaign_id_of(work::Unit& unit, const Call& call) {
    return campaign_of(unit, call).id;
}

void require_contributor(const work::Unit& unit, const campaign::CampaignRow&) {
    if (unit.actor().is_person() && unit.actor().email_verified) return;
    throw base::Error{base::ErrorKind::forbidden, "account.not_verified",
                      "Confirm your e-mail address first."};
}

bool may_see_asset(work::Unit& unit, const contribution::AssetRow& asset) {
    const auto one = contribution::store::load_case(unit.db(), asset.case_id);
    const auto& actor = unit.actor();
    const auto serves = [&](base::Role role) { return actor.has(role, one.campaign_id); };
    const bool is_author = actor.is_person() && actor.person_id == one.author_id;
    if (is_author || serves(base::Role::steward) || serves(base::Role::chair) ||
        serves(base::Role::organizer)) {
        return true;
    }
    if (!actor.is_person()) return false;
    return curation::store::reviews_asset(unit.db(), actor.person_id, asset.id.text()) ||
           release::store::shows_asset(unit.db(), asset.id.text());
}

contribution::AssetRow visible_asset(work::Unit& unit, contribution::AssetId id) {
    auto asset = contribution::store::load_asset(unit.db(), id);
    if (may_see_asset(unit, asset)) return asset;
    throw base::Error{base::ErrorKind::not_found, "asset.not_found",
                      "There is no such image, or it is not yours."};
}

contribution::ItemView without_early_answer(work::Unit& unit, contribution::ItemView view) {
    if (!curation::must_answer_first(unit, view.id)) return view;
    view.reference.reset();
    view.rationale.reset();
    view.reference_note.reset();
    view.difficulty_note.reset();
    return view;
}

}  // namespace medal::api
