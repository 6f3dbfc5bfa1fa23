; Offers Cornetta in Windows' "default apps" for tel: and callto: links, and takes cornetta: for itself.
; SHCTX is the user's part of the registry or the machine's, as the person who installs has chosen.

!macro cornettaScheme SCHEME
  WriteRegStr SHCTX "Software\Classes\Cornetta.${SCHEME}" "" "URL:${SCHEME}"
  WriteRegStr SHCTX "Software\Classes\Cornetta.${SCHEME}" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\Cornetta.${SCHEME}\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHCTX "Software\Classes\Cornetta.${SCHEME}\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHCTX "Software\Cornetta\Capabilities\UrlAssociations" "${SCHEME}" "Cornetta.${SCHEME}"
!macroend

!macro customInstall
  WriteRegStr SHCTX "Software\Cornetta\Capabilities" "ApplicationName" "${PRODUCT_NAME}"
  WriteRegStr SHCTX "Software\Cornetta\Capabilities" "ApplicationDescription" "The softphone for people who answer customers"
  !insertmacro cornettaScheme "tel"
  !insertmacro cornettaScheme "callto"
  !insertmacro cornettaScheme "cornetta"
  WriteRegStr SHCTX "Software\Classes\cornetta" "" "URL:cornetta"
  WriteRegStr SHCTX "Software\Classes\cornetta" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\cornetta\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHCTX "Software\RegisteredApplications" "Cornetta" "Software\Cornetta\Capabilities"
!macroend

!macro customUnInstall
  DeleteRegValue SHCTX "Software\RegisteredApplications" "Cornetta"
  DeleteRegKey SHCTX "Software\Cornetta\Capabilities"
  DeleteRegKey SHCTX "Software\Classes\Cornetta.tel"
  DeleteRegKey SHCTX "Software\Classes\Cornetta.callto"
  DeleteRegKey SHCTX "Software\Classes\Cornetta.cornetta"
  DeleteRegKey SHCTX "Software\Classes\cornetta"
!macroend
